-- An own function is made, and a foreign one replaced beside it.
-- object: function auth.note()
CREATE FUNCTION shop.note() RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE OR REPLACE FUNCTION auth.note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$
