-- NOT VALID
ALTER TABLE public.posts ADD CONSTRAINT posts_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users (id) ON DELETE CASCADE NOT VALID;
COMMENT ON CONSTRAINT posts_user_id_fkey ON public.posts IS 'who wrote it';
-- and back
ALTER TABLE public.posts DROP CONSTRAINT posts_user_id_fkey;

-- an exclusion
ALTER TABLE public.t ADD CONSTRAINT no_overlap EXCLUDE USING gist (during WITH &&) WITH (fillfactor=90) WHERE (during IS NOT NULL) DEFERRABLE INITIALLY DEFERRED;
-- and back
ALTER TABLE public.t DROP CONSTRAINT no_overlap;

-- and what its index has of its own
ALTER TABLE public.t ADD CONSTRAINT t_pkey PRIMARY KEY (id);
COMMENT ON CONSTRAINT t_pkey ON public.t IS 'the key';
ALTER TABLE public.t CLUSTER ON t_pkey;
COMMENT ON INDEX public.t_pkey IS 'its index';
-- and back
ALTER TABLE public.t DROP CONSTRAINT t_pkey;

