-- every setting
ALTER TABLE public.users
    SET UNLOGGED,
    SET (fillfactor=70, autovacuum_vacuum_scale_factor=0.1),
    REPLICA IDENTITY FULL,
    ENABLE ROW LEVEL SECURITY,
    FORCE ROW LEVEL SECURITY;
-- and back
ALTER TABLE public.users
    SET LOGGED,
    RESET (fillfactor, autovacuum_vacuum_scale_factor),
    REPLICA IDENTITY DEFAULT,
    DISABLE ROW LEVEL SECURITY,
    NO FORCE ROW LEVEL SECURITY;

-- parameters that stay, change and go
ALTER TABLE public.users
    SET (fillfactor=80, toast.autovacuum_enabled=false),
    RESET (autovacuum_enabled),
    REPLICA IDENTITY USING INDEX users_pkey;
-- and back
ALTER TABLE public.users
    SET (autovacuum_enabled=false, fillfactor=70),
    RESET (toast.autovacuum_enabled),
    REPLICA IDENTITY DEFAULT;

-- a composite type
ALTER TABLE public.pairs OF public.pair;
-- and back
ALTER TABLE public.pairs NOT OF;

-- a table space
ALTER TABLE public.users SET TABLESPACE pg_default;

-- an access method
ALTER TABLE public.users SET ACCESS METHOD heap;

