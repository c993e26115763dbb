-- Rights on an own table for a role of others.
GRANT SELECT, INSERT ON orders TO deed_auth; GRANT USAGE ON SEQUENCE orders_id_seq TO deed_auth; REVOKE INSERT ON orders FROM deed_auth
