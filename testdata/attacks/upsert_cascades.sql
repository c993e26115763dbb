-- A row that is there already gets another key, and theirs with it.
-- object: table auth.labels
INSERT INTO tariffs VALUES ('T-1', 2) ON CONFLICT (code) DO UPDATE SET code = 'T-9'
