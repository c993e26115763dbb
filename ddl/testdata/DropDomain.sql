-- by its name
DROP DOMAIN public.email;
-- and back
CREATE DOMAIN public.email AS text;

