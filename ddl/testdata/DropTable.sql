-- the inverse creates it
DROP TABLE public.users;
-- and back
CREATE TABLE public.users ();

