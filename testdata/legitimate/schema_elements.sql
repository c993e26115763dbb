-- What is created along with a schema lies in it.
CREATE SCHEMA ledger CREATE TABLE entries (id int PRIMARY KEY, amount numeric) CREATE VIEW totals AS SELECT sum(amount) FROM entries CREATE INDEX ON entries (amount)
-- next revision
ALTER TABLE ledger.entries ADD COLUMN note text; DROP VIEW ledger.totals
