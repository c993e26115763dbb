-- What PostgreSQL 18 brings to columns.
-- since: 18
ALTER TABLE orders ADD COLUMN doubled numeric GENERATED ALWAYS AS (total * 2) VIRTUAL; ALTER TABLE orders ADD CONSTRAINT t NOT NULL total NOT VALID
