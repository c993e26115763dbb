-- The revision of another tool's history is moved.
-- object: table alembic_version
-- owner: Alembic
UPDATE alembic_version SET version_num = 'ffffffffffff'
