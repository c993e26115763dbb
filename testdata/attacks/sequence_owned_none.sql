-- A foreign sequence is cut off its column.
-- object: sequence auth.users_id_seq
ALTER SEQUENCE auth.users_id_seq OWNED BY NONE
