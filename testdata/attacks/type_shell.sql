-- A type that is yet to be defined, in the schema of others.
-- role: superuser
-- object: schema auth
CREATE TYPE auth.shell
