-- An own table that nothing rests on.
DROP TABLE order_items
