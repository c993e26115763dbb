-- puts an operator into their schema
-- object: schema auth
CREATE OPERATOR auth.=!= (LEFTARG = int, RIGHTARG = int, FUNCTION = int4eq)
