-- A large object of our own comes and goes.
SELECT lo_from_bytea(777, 'x'); SELECT lo_put(777, 0, 'y'); COMMENT ON LARGE OBJECT 777 IS 'x'; GRANT SELECT ON LARGE OBJECT 777 TO PUBLIC; SELECT lo_unlink(777)
