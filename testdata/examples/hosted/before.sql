-- A hosted database before deed came: schemas of the platform, and a table
-- that was made by hand.
CREATE SCHEMA auth;
CREATE TABLE auth.users (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    email text UNIQUE,
    encrypted_password text,
    created_at timestamptz DEFAULT now()
);
CREATE TABLE auth.sessions (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE
);
CREATE SCHEMA storage;
CREATE TABLE storage.buckets (id text PRIMARY KEY, owner uuid REFERENCES auth.users (id));
CREATE TABLE storage.objects (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    bucket_id text REFERENCES storage.buckets (id),
    name text
);
ALTER TABLE storage.objects ENABLE ROW LEVEL SECURITY;

CREATE TABLE public.universities (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    name varchar(255) NOT NULL,
    university_code varchar(50) NOT NULL UNIQUE,
    short_name varchar(100),
    created_at timestamptz NOT NULL DEFAULT now(),
    legacy_import_id bigint
);
CREATE INDEX universities_legacy_idx ON public.universities (legacy_import_id);
ALTER TABLE public.universities ENABLE ROW LEVEL SECURITY;
CREATE POLICY "anybody may read" ON public.universities FOR SELECT USING (true);
CREATE VIEW public.university_names AS SELECT id, name FROM public.universities;

CREATE TABLE public.applications (
    id bigserial PRIMARY KEY,
    university_id uuid REFERENCES public.universities (id),
    student uuid REFERENCES auth.users (id)
);
INSERT INTO public.universities (name, university_code) VALUES ('University of the Arctic', 'UARC');
