-- by its name
DROP SEQUENCE public.numbers;
-- and back
CREATE SEQUENCE public.numbers;

