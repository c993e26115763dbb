-- A foreign table is put into a publication of ours.
-- object: table profiles
CREATE PUBLICATION shop_feed FOR TABLE orders, profiles
