-- with attributes
CREATE TYPE public.address AS (street text COLLATE "C", no integer);
COMMENT ON TYPE public.address IS 'where';
COMMENT ON COLUMN public.address.street IS 'and number';
-- and back
DROP TYPE public.address;

