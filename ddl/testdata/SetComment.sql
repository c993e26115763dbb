-- a table's
COMMENT ON TABLE public.users IS E'it''s C:\\new';
-- and back
COMMENT ON TABLE public.users IS NULL;

-- a column's
COMMENT ON COLUMN public.users.age IS NULL;
-- and back
COMMENT ON COLUMN public.users.age IS 'in years';

-- a constraint's
COMMENT ON CONSTRAINT users_pkey ON public.users IS 'key';
-- and back
COMMENT ON CONSTRAINT users_pkey ON public.users IS NULL;

-- an index's
COMMENT ON INDEX public.users_pkey IS 'key';
-- and back
COMMENT ON INDEX public.users_pkey IS NULL;

-- that of statistics
COMMENT ON STATISTICS public.s IS 'both';
-- and back
COMMENT ON STATISTICS public.s IS NULL;

-- a sequence's
COMMENT ON SEQUENCE public.s IS 'numbers';
-- and back
COMMENT ON SEQUENCE public.s IS NULL;

-- a type's
COMMENT ON TYPE public.s IS 'none';
-- and back
COMMENT ON TYPE public.s IS NULL;

-- a domain's
COMMENT ON DOMAIN public.s IS 'any';
-- and back
COMMENT ON DOMAIN public.s IS NULL;

-- a schema's
COMMENT ON SCHEMA s IS 'other';
-- and back
COMMENT ON SCHEMA s IS NULL;

-- an extension's
COMMENT ON EXTENSION hstore IS 'pairs';
-- and back
DO 'BEGIN EXECUTE (SELECT format(''COMMENT ON EXTENSION %I IS %L'', name, comment) FROM pg_catalog.pg_available_extensions WHERE name = ''hstore''); END';

