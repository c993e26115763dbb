-- with all options of PostgreSQL 13
CREATE TYPE public.floatrange AS RANGE (SUBTYPE = double precision, SUBTYPE_OPCLASS = float8_ops, SUBTYPE_DIFF = float8mi);
COMMENT ON TYPE public.floatrange IS 'from, to';
-- and back
DROP TYPE public.floatrange;

-- with a name for its multirange
CREATE TYPE public.textrange AS RANGE (SUBTYPE = text, COLLATION = "C", MULTIRANGE_TYPE_NAME = public.textranges);
-- and back
DROP TYPE public.textrange;

