-- by its name
ALTER TABLE public.users DROP CONSTRAINT users_pkey;
-- and back
ALTER TABLE public.users ADD CONSTRAINT users_pkey PRIMARY KEY (id);

