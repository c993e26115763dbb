-- to another schema
ALTER TYPE public.a SET SCHEMA auth;
-- and back
ALTER TYPE auth.a SET SCHEMA public;

-- the functions that make ranges go along
ALTER TYPE public.a SET SCHEMA auth;
ALTER TYPE auth.a RENAME TO b;
ALTER FUNCTION public.a(double precision, double precision) SET SCHEMA auth;
ALTER FUNCTION auth.a(double precision, double precision) RENAME TO b;
ALTER FUNCTION public.a(double precision, double precision, text) SET SCHEMA auth;
ALTER FUNCTION auth.a(double precision, double precision, text) RENAME TO b;
-- and back
ALTER TYPE auth.b SET SCHEMA public;
ALTER TYPE public.b RENAME TO a;
ALTER FUNCTION auth.b(double precision, double precision) SET SCHEMA public;
ALTER FUNCTION public.b(double precision, double precision) RENAME TO a;
ALTER FUNCTION auth.b(double precision, double precision, text) SET SCHEMA public;
ALTER FUNCTION public.b(double precision, double precision, text) RENAME TO a;

-- and those that make multiranges
ALTER TYPE public.floatmultirange RENAME TO many;
ALTER FUNCTION public.floatmultirange() RENAME TO many;
ALTER FUNCTION public.floatmultirange(public.floatrange) RENAME TO many;
ALTER FUNCTION public.floatmultirange(public.floatrange[]) RENAME TO many;
-- and back
ALTER TYPE public.many RENAME TO floatmultirange;
ALTER FUNCTION public.many() RENAME TO floatmultirange;
ALTER FUNCTION public.many(public.floatrange) RENAME TO floatmultirange;
ALTER FUNCTION public.many(public.floatrange[]) RENAME TO floatmultirange;

-- a domain is a type, too
ALTER TYPE public.a RENAME TO b;
-- and back
ALTER TYPE public.b RENAME TO a;

