-- An own sequence is used and altered.
SELECT nextval('order_no'); ALTER SEQUENCE order_no INCREMENT BY 2
