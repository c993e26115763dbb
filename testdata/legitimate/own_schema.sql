-- A schema with a table, and rights for what will come.
CREATE SCHEMA IF NOT EXISTS billing;
CREATE TABLE billing.invoices (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), order_id int NOT NULL REFERENCES orders, amount numeric(12, 2) NOT NULL CHECK (amount >= 0));
GRANT USAGE ON SCHEMA billing TO deed_auth;
ALTER DEFAULT PRIVILEGES IN SCHEMA billing GRANT SELECT ON TABLES TO deed_auth
