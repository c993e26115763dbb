-- MERGE deletes what its source does not have.
-- object: table auth.sessions
-- since: 17
MERGE INTO auth.sessions s USING (SELECT NULL::uuid AS id) x ON s.id = x.id WHEN NOT MATCHED BY SOURCE THEN DELETE
