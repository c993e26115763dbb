-- A foreign key put on a foreign table, pointing at one of ours.
-- object: table profiles
ALTER TABLE profiles ADD COLUMN order_id int REFERENCES orders
