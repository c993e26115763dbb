-- Outside of a transaction nothing could be taken back.
-- object: table profiles
-- in: alone
CREATE INDEX CONCURRENTLY profiles_name_idx ON profiles (name)
