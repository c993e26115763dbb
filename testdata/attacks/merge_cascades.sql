-- MERGE into an own table changes a key, and theirs with it.
-- since: 15
-- object: table auth.labels
MERGE INTO tariffs t USING (SELECT 'T-1' AS code) s ON t.code = s.code WHEN MATCHED THEN UPDATE SET code = 'T-9'
