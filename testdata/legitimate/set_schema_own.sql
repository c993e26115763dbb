-- Own objects move between own schemas.
ALTER TABLE scratch SET SCHEMA shop; ALTER FUNCTION order_total(int) SET SCHEMA shop; ALTER SEQUENCE order_no SET SCHEMA shop
