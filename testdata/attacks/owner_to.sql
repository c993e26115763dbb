-- A foreign table gets another role as its owner.
-- object: table profiles
ALTER TABLE profiles OWNER TO deed_auth
