-- A transform for a type of others.
-- role: superuser
-- object: type auth.address
CREATE TRANSFORM FOR auth.address LANGUAGE plpgsql (FROM SQL WITH FUNCTION textlike_support(internal))
