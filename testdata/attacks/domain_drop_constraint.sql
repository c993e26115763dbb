-- A check of a foreign domain is dropped: only a row disappears.
-- object: domain constraint email_at on auth.email
ALTER DOMAIN auth.email DROP CONSTRAINT email_at
