-- A foreign sequence is moved to an own schema.
-- object: sequence ticket_no
ALTER SEQUENCE ticket_no SET SCHEMA shop
