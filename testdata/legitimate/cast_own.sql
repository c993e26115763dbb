-- Casts of own types.
CREATE CAST (money_amount AS text) WITH INOUT; CREATE TYPE c AS ENUM ('a'); CREATE CAST (c AS order_status) WITH INOUT; COMMENT ON CAST (c AS order_status) IS 'x'; DROP CAST (c AS order_status)
