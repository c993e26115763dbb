-- values at the start, in the middle and at the end are added in place
ALTER TYPE public.status ADD VALUE 'a' BEFORE 'b';
ALTER TYPE public.status ADD VALUE 'c' AFTER 'b';
ALTER TYPE public.status ADD VALUE 'c2' AFTER 'c';
ALTER TYPE public.status ADD VALUE 'e';
-- commit after:
ALTER TYPE public.status ADD VALUE 'f';
-- and back
ALTER TYPE public.status RENAME TO status_deed_old;
CREATE TYPE public.status AS ENUM ('b', 'd');
DROP TYPE public.status_deed_old;

-- the type is built anew where a value goes, around all that compares with it
ALTER TYPE public.status RENAME TO status_deed_old;
CREATE TYPE public.status AS ENUM ('off', 'on');
COMMENT ON TYPE public.status IS 'of a user';
DROP INDEX public.active;
ALTER TABLE public.users
    DROP CONSTRAINT not_old,
    ALTER COLUMN s DROP DEFAULT,
    ALTER COLUMN list DROP DEFAULT,
    ALTER COLUMN s TYPE public.status USING s::text::public.status,
    ALTER COLUMN list TYPE public.status[] USING list::text[]::public.status[],
    ALTER COLUMN s SET DEFAULT 'on'::public.status,
    ALTER COLUMN list SET DEFAULT '{on}'::public.status[];
ALTER TABLE public.users ADD CONSTRAINT not_old CHECK (s <> 'off'::public.status) NOT VALID;
CREATE INDEX active ON public.users (id) WHERE s = 'on'::public.status;
COMMENT ON INDEX public.active IS 'quick';
DROP TYPE public.status_deed_old;
-- and back
ALTER TYPE public.status RENAME TO status_deed_old;
CREATE TYPE public.status AS ENUM ('on', 'off', 'old');
COMMENT ON TYPE public.status IS 'of a user';
DROP INDEX public.active;
ALTER TABLE public.users
    DROP CONSTRAINT not_old,
    ALTER COLUMN s DROP DEFAULT,
    ALTER COLUMN list DROP DEFAULT,
    ALTER COLUMN s TYPE public.status USING s::text::public.status,
    ALTER COLUMN list TYPE public.status[] USING list::text[]::public.status[],
    ALTER COLUMN s SET DEFAULT 'on'::public.status,
    ALTER COLUMN list SET DEFAULT '{on}'::public.status[];
ALTER TABLE public.users ADD CONSTRAINT not_old CHECK (s <> 'off'::public.status) NOT VALID;
CREATE INDEX active ON public.users (id) WHERE s = 'on'::public.status;
COMMENT ON INDEX public.active IS 'quick';
DROP TYPE public.status_deed_old;

-- partitions are cast by their parent, with defaults of their own
ALTER TYPE public.status RENAME TO status_deed_old;
CREATE TYPE public.status AS ENUM ('off', 'on');
ALTER TABLE public.part ALTER COLUMN s DROP DEFAULT;
ALTER TABLE public.parent
    ALTER COLUMN s DROP DEFAULT,
    ALTER COLUMN s TYPE public.status USING s::text::public.status,
    ALTER COLUMN s SET DEFAULT 'on'::public.status;
ALTER TABLE public.part ALTER COLUMN s SET DEFAULT 'off'::public.status;
DROP TYPE public.status_deed_old;
-- and back
ALTER TYPE public.status RENAME TO status_deed_old;
CREATE TYPE public.status AS ENUM ('on', 'off');
ALTER TABLE public.part ALTER COLUMN s DROP DEFAULT;
ALTER TABLE public.parent
    ALTER COLUMN s DROP DEFAULT,
    ALTER COLUMN s TYPE public.status USING s::text::public.status,
    ALTER COLUMN s SET DEFAULT 'on'::public.status;
ALTER TABLE public.part ALTER COLUMN s SET DEFAULT 'off'::public.status;
DROP TYPE public.status_deed_old;

