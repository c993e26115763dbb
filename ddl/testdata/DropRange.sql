-- by its name
DROP TYPE public.r;
-- and back
CREATE TYPE public.r AS RANGE (SUBTYPE = text);

