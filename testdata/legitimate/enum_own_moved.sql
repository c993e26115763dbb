-- renames and moves a type that only own columns have
CREATE TYPE size AS ENUM ('small', 'large');
ALTER TABLE scratch ADD size size
-- next step
ALTER TYPE size RENAME TO sizes
-- next step
ALTER TYPE sizes SET SCHEMA shop
