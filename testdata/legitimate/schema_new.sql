-- A new schema with a table in it.
CREATE SCHEMA shipping;
CREATE TABLE shipping.parcels (id int PRIMARY KEY)
-- next step
ALTER TABLE shipping.parcels ADD COLUMN weight numeric;
COMMENT ON SCHEMA shipping IS 'parcels'
