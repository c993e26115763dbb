-- MERGE writes through their view.
-- since: 17
-- object: table auth.users
MERGE INTO auth.admins a USING (SELECT 1 AS id) s ON a.id = s.id WHEN MATCHED THEN UPDATE SET email = 'x@y'
