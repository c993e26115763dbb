-- puts an operator family into their schema
-- object: schema auth
CREATE OPERATOR FAMILY auth.family USING btree
