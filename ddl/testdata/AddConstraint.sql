-- NOT VALID
ALTER TABLE public.posts ADD CONSTRAINT posts_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users (id) ON DELETE CASCADE NOT VALID;
COMMENT ON CONSTRAINT posts_user_id_fkey ON public.posts IS 'who wrote it';
-- and back
ALTER TABLE public.posts DROP CONSTRAINT posts_user_id_fkey;

-- an exclusion
ALTER TABLE public.t ADD CONSTRAINT no_overlap EXCLUDE USING gist (during WITH &&) WITH (fillfactor=90) WHERE (during IS NOT NULL) DEFERRABLE INITIALLY DEFERRED;
-- and back
ALTER TABLE public.t DROP CONSTRAINT no_overlap;

