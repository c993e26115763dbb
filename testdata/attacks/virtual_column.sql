-- A virtual column for their table.
-- since: 18
-- object: table auth.base
ALTER TABLE auth.base ADD COLUMN v int GENERATED ALWAYS AS (id + 1) VIRTUAL
