-- by its name
ALTER TABLE public.users RENAME COLUMN age TO "Age";
-- and back
ALTER TABLE public.users RENAME COLUMN "Age" TO age;

