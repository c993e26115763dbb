-- by its name
DROP TYPE public.status;
-- and back
CREATE TYPE public.status AS ENUM ();

