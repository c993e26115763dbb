-- with every option
CREATE SEQUENCE public.numbers AS integer INCREMENT BY 5 MINVALUE 5 MAXVALUE 500 START WITH 10 CACHE 2 CYCLE OWNED BY public.users.id;
COMMENT ON SEQUENCE public.numbers IS 'of users';
-- and back
DROP SEQUENCE public.numbers;

-- unlogged
CREATE UNLOGGED SEQUENCE public.numbers;
-- and back
DROP SEQUENCE public.numbers;

