-- A constraint of a foreign table gets another name.
-- object: table profiles
ALTER TABLE profiles RENAME CONSTRAINT profiles_pkey TO people_pkey
