-- The values of a column are converted to numbers of a foreign sequence.
-- object: sequence ticket_no
ALTER TABLE scratch ALTER COLUMN n TYPE bigint USING nextval('ticket_no')
