-- Their numbers are lost in a crash.
-- since: 15
-- object: sequence ticket_no
ALTER SEQUENCE ticket_no SET UNLOGGED
