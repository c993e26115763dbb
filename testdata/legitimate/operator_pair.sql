-- Two own operators that are each other's negators.
CREATE OPERATOR public.=%= (LEFTARG = text, RIGHTARG = text, FUNCTION = texteq, COMMUTATOR = OPERATOR(public.=%=), NEGATOR = OPERATOR(public.!%=));
CREATE OPERATOR public.!%= (LEFTARG = text, RIGHTARG = text, FUNCTION = textne, COMMUTATOR = OPERATOR(public.!%=), NEGATOR = OPERATOR(public.=%=))
