-- A default operator class for a foreign type.
-- object: type auth.role
CREATE OPERATOR CLASS shop.ao DEFAULT FOR TYPE auth.role USING hash AS OPERATOR 1 pg_catalog.=(anyenum, anyenum)
