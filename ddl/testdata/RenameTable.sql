-- to another name
ALTER TABLE public.users RENAME TO people;
-- and back
ALTER TABLE public.people RENAME TO users;

-- to another schema and name
ALTER TABLE public.users SET SCHEMA auth;
ALTER TABLE auth.users RENAME TO "People";
-- and back
ALTER TABLE auth."People" SET SCHEMA public;
ALTER TABLE public."People" RENAME TO users;

