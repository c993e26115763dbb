-- A cast from an own type to a foreign one.
CREATE CAST (order_status AS auth.role) WITH INOUT
