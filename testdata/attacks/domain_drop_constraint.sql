-- A check of a foreign domain is dropped: only a row disappears.
-- object: type auth.email
ALTER DOMAIN auth.email DROP CONSTRAINT email_at
