-- to another schema
ALTER TYPE public.a SET SCHEMA auth;
-- and back
ALTER TYPE auth.a SET SCHEMA public;

-- a domain is a type, too
ALTER TYPE public.a RENAME TO b;
-- and back
ALTER TYPE public.b RENAME TO a;

