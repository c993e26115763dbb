-- A value of a foreign enumeration gets another name.
-- object: type auth.role
ALTER TYPE auth.role RENAME VALUE 'user' TO 'member'
