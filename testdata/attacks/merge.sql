-- MERGE into a foreign table.
-- object: table profiles
-- since: 15
MERGE INTO profiles p USING orders o ON p.id = o.id WHEN MATCHED THEN UPDATE SET name = o.code
