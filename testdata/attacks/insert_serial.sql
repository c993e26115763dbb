-- An insert takes a value from a foreign sequence besides.
-- since: 15
-- object: sequence auth.users_id_seq
INSERT INTO auth.users (email) VALUES ('a@b'); INSERT INTO auth.users (email) VALUES ('a@c')
