-- with its bound
ALTER TABLE public.events ATTACH PARTITION public.e1 FOR VALUES FROM (MINVALUE) TO ('2026-01-01');
-- and back
ALTER TABLE public.events DETACH PARTITION public.e1;

