-- A comment on a foreign constraint.
-- object: table constraint users_id_check on auth.users
COMMENT ON CONSTRAINT users_id_check ON auth.users IS 'x'
