-- alters a procedure as a routine
-- object: procedure auth.rotate()
ALTER ROUTINE auth.rotate() SECURITY DEFINER
