-- TRUNCATE with its sequences.
-- object: table profiles
TRUNCATE profiles RESTART IDENTITY
