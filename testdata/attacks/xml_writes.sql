-- A query that makes XML calls a function that writes.
-- object: table auth.sessions
SELECT query_to_xml('SELECT auth.wipe()', true, true, '')
