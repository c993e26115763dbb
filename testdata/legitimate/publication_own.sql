-- A publication of own tables.
CREATE PUBLICATION shop_feed FOR TABLE orders, order_items
