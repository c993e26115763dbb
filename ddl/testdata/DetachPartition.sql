-- by its parent
ALTER TABLE public.events DETACH PARTITION public.e1;
-- and back
ALTER TABLE public.events ATTACH PARTITION public.e1 DEFAULT;

