-- Privileges on own objects.
GRANT SELECT ON orders TO PUBLIC; GRANT EXECUTE ON FUNCTION order_total(int) TO PUBLIC; REVOKE ALL ON orders FROM PUBLIC
