-- calls what acts on the server as an operator
-- object: server sessions
-- owner: those who run the server
CREATE OPERATOR ### (RIGHTARG = int, FUNCTION = pg_cancel_backend);
SELECT ### 1
