-- puts a collation into their schema
-- object: schema auth
CREATE COLLATION auth.mine FROM "C"
