-- moves statistics into their schema
-- object: schema auth
CREATE STATISTICS mine ON n, note FROM scratch;
ALTER STATISTICS mine SET SCHEMA auth
