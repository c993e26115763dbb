-- Grants on what is own, of several kinds.
GRANT SELECT, INSERT ON orders, order_items TO deed_auth; GRANT USAGE ON SEQUENCE order_no TO deed_auth; GRANT EXECUTE ON FUNCTION order_total(int) TO deed_auth; GRANT USAGE ON SCHEMA shop TO deed_auth; REVOKE ALL ON orders FROM PUBLIC
