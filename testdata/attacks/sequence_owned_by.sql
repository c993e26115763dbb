-- A foreign sequence is tied to an own column, and would go with it.
-- object: sequence ticket_no
ALTER SEQUENCE ticket_no OWNED BY scratch.n
