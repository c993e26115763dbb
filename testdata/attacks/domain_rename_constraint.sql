-- renames a check of their domain
-- object: email
ALTER DOMAIN auth.email RENAME CONSTRAINT email_at TO other
