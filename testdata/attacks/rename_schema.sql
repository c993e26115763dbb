-- A foreign schema gets another name: no table is locked.
-- object: schema auth
ALTER SCHEMA auth RENAME TO identity
