-- A foreign domain no longer takes NULL.
-- object: auth.email
ALTER DOMAIN auth.email SET NOT NULL
