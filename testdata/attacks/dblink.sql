-- A connection to the same database does what the step may not.
-- object: server connections
-- owner: those who run
SELECT dblink_exec('dbname=x', 'DELETE FROM auth.sessions')
