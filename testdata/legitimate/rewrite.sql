-- A column type that rewrites an own table.
ALTER TABLE scratch ALTER COLUMN n TYPE bigint
