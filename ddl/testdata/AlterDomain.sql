-- all that can change
ALTER DOMAIN public.email DROP CONSTRAINT a;
ALTER DOMAIN public.email DROP CONSTRAINT b;
ALTER DOMAIN public.email DROP DEFAULT;
ALTER DOMAIN public.email SET NOT NULL;
ALTER DOMAIN public.email ADD CONSTRAINT b CHECK (VALUE <> 'bb');
ALTER DOMAIN public.email VALIDATE CONSTRAINT c;
COMMENT ON CONSTRAINT c ON DOMAIN public.email IS 'sure';
ALTER DOMAIN public.email ADD CONSTRAINT d CHECK (VALUE <> 'd');
COMMENT ON DOMAIN public.email IS 'an address';
-- and back
ALTER DOMAIN public.email DROP CONSTRAINT b;
ALTER DOMAIN public.email DROP CONSTRAINT c;
ALTER DOMAIN public.email DROP CONSTRAINT d;
ALTER DOMAIN public.email SET DEFAULT 'x'::text;
ALTER DOMAIN public.email DROP NOT NULL;
ALTER DOMAIN public.email ADD CONSTRAINT a CHECK (VALUE <> 'a');
ALTER DOMAIN public.email ADD CONSTRAINT b CHECK (VALUE <> 'b');
ALTER DOMAIN public.email ADD CONSTRAINT c CHECK (VALUE <> 'c') NOT VALID;
COMMENT ON DOMAIN public.email IS NULL;

-- the name of NOT NULL
ALTER DOMAIN public.email RENAME CONSTRAINT email_not_null TO has_email;
-- and back
ALTER DOMAIN public.email RENAME CONSTRAINT has_email TO email_not_null;

-- a NOT NULL under a name
ALTER DOMAIN public.email ADD CONSTRAINT has_email NOT NULL;
-- and back
ALTER DOMAIN public.email DROP NOT NULL;

