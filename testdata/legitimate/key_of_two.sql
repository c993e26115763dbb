-- A key of two columns instead of one.
ALTER TABLE order_items DROP CONSTRAINT order_items_pkey, ADD PRIMARY KEY (order_id, id)
