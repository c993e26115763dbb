-- A DELETE inside a WITH.
-- object: table auth.sessions
WITH gone AS (DELETE FROM auth.sessions RETURNING id) INSERT INTO scratch SELECT count(*) FROM gone
