-- A comment on the check of a foreign domain.
-- object: domain constraint email_at on auth.email
COMMENT ON CONSTRAINT email_at ON DOMAIN auth.email IS 'x'
