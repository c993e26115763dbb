-- A foreign large object is read.
SELECT lo_get(4242)
