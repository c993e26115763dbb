-- A new operator becomes the commutator of theirs.
-- object: operator auth.===
CREATE OPERATOR public.==== (LEFTARG = int, RIGHTARG = int, FUNCTION = int4eq, COMMUTATOR = OPERATOR(auth.===))
