-- A new enumeration, used at once.
CREATE TYPE size AS ENUM ('s', 'm');
ALTER TABLE order_items ADD COLUMN size size
