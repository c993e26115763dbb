-- A name written with escapes.
-- object: table profiles
DROP TABLE U&"prof\0069les"
