CREATE SCHEMA billing; CREATE TABLE billing.invoices (id int GENERATED ALWAYS AS IDENTITY, user_id bigint REFERENCES auth.users); GRANT USAGE ON SCHEMA billing TO deed_auth; GRANT SELECT ON ALL TABLES IN SCHEMA billing TO deed_auth; ALTER DEFAULT PRIVILEGES IN SCHEMA billing GRANT SELECT ON TABLES TO deed_auth
-- next revision
INSERT INTO billing.invoices (user_id) VALUES (1); ALTER TABLE billing.invoices RENAME TO bills; ALTER TABLE billing.bills SET SCHEMA public
-- next revision
DROP TABLE bills; DROP SCHEMA billing
