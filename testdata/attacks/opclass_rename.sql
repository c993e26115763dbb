-- One of PostgreSQL's operator classes gets another name.
-- object: operator class int4_ops USING hash
-- owner: PostgreSQL
ALTER OPERATOR CLASS int4_ops USING hash RENAME TO x
