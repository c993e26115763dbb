-- lets their numbers begin anew
-- object: sequence auth.users_id_seq
ALTER SEQUENCE auth.users_id_seq RESTART WITH 1
