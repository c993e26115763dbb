-- attributes come, change and go
ALTER TYPE public.address
    DROP ATTRIBUTE a,
    ALTER ATTRIBUTE b TYPE bigint,
    ADD ATTRIBUTE c text COLLATE "C";
COMMENT ON TYPE public.address IS 'where';
COMMENT ON COLUMN public.address.c IS 'new';
-- and back
ALTER TYPE public.address
    DROP ATTRIBUTE c,
    ADD ATTRIBUTE a text,
    ALTER ATTRIBUTE b TYPE integer;
COMMENT ON TYPE public.address IS NULL;

