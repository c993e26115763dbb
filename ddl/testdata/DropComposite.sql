-- by its name
DROP TYPE public.address;
-- and back
CREATE TYPE public.address AS ();

