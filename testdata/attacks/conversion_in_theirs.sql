-- puts a conversion into their schema
-- object: schema auth
CREATE CONVERSION auth.mine FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8
