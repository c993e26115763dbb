-- A foreign domain gets a default.
-- object: type auth.email
ALTER DOMAIN auth.email SET DEFAULT 'a@b'
