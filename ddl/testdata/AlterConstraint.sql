-- validation, and back by making it anew
ALTER TABLE public.users VALIDATE CONSTRAINT old;
COMMENT ON CONSTRAINT old ON public.users IS 'checked';
-- and back
ALTER TABLE public.users
    DROP CONSTRAINT old,
    ADD CONSTRAINT old CHECK (age > 0) NOT VALID;

-- when a foreign key is checked
ALTER TABLE public.t ALTER CONSTRAINT up DEFERRABLE INITIALLY DEFERRED;
-- and back
ALTER TABLE public.t ALTER CONSTRAINT up NOT DEFERRABLE;

-- whether a foreign key is enforced
ALTER TABLE public.t ALTER CONSTRAINT up NOT ENFORCED;
-- and back
ALTER TABLE public.t ALTER CONSTRAINT up ENFORCED;

-- what only a new constraint can say
ALTER TABLE public.t
    DROP CONSTRAINT one,
    ADD CONSTRAINT one UNIQUE (id) DEFERRABLE;
-- and back
ALTER TABLE public.t
    DROP CONSTRAINT one,
    ADD CONSTRAINT one UNIQUE (id);

-- what its index has of its own
ALTER TABLE public.t CLUSTER ON one;
COMMENT ON INDEX public.one IS 'the way to find it';
-- and back
ALTER TABLE public.t SET WITHOUT CLUSTER;
COMMENT ON INDEX public.one IS NULL;

