-- by its name
ALTER TABLE public.users RENAME CONSTRAINT users_pkey TO pk;
-- and back
ALTER TABLE public.users RENAME CONSTRAINT pk TO users_pkey;

