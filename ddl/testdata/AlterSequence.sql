-- everything back to the default
ALTER SEQUENCE public.numbers AS bigint INCREMENT BY 1 NO MINVALUE NO MAXVALUE START WITH 1 CACHE 1 NO CYCLE OWNED BY NONE;
COMMENT ON SEQUENCE public.numbers IS 'plain';
-- and back
ALTER SEQUENCE public.numbers AS integer INCREMENT BY 5 MINVALUE -5 MAXVALUE 500 START WITH 10 CACHE 2 CYCLE OWNED BY public.users.id;
COMMENT ON SEQUENCE public.numbers IS NULL;

-- downwards
ALTER SEQUENCE public.numbers AS smallint INCREMENT BY -1 NO MINVALUE MAXVALUE 100 START WITH 100;

-- the log
ALTER SEQUENCE public.numbers SET UNLOGGED;
-- and back
ALTER SEQUENCE public.numbers SET LOGGED;

