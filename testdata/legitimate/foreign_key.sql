-- A foreign key to a foreign table.
ALTER TABLE order_items ADD COLUMN profile_id int REFERENCES profiles
