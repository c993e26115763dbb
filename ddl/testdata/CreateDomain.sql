-- with checks
CREATE DOMAIN public.email AS text COLLATE "C" DEFAULT 'x@y'::text NOT NULL CONSTRAINT has_at CHECK (VALUE ~ '@'::text);
COMMENT ON CONSTRAINT has_at ON DOMAIN public.email IS 'at least';
ALTER DOMAIN public.email ADD CONSTRAINT short CHECK (length(VALUE) < 99) NOT VALID;
COMMENT ON DOMAIN public.email IS 'an address';
-- and back
DROP DOMAIN public.email;

