-- A domain with a check.
CREATE DOMAIN email AS text CHECK (VALUE ~ '@'); ALTER TABLE orders ADD COLUMN contact email; ALTER DOMAIN email ADD CONSTRAINT short CHECK (length(VALUE) < 300) NOT VALID
