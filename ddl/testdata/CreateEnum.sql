-- its values are quoted
CREATE TYPE public.status AS ENUM ('it''s on', E'a\\b');
COMMENT ON TYPE public.status IS 'on or off';
-- and back
DROP TYPE public.status;

