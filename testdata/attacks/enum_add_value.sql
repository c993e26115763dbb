-- A value is added to a foreign enumeration: nothing is locked.
-- object: type auth.role
ALTER TYPE auth.role ADD VALUE 'guest'
