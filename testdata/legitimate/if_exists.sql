-- A drop of what is not there.
DROP TABLE IF EXISTS nobody_has_this; DROP FUNCTION IF EXISTS nor_this()
