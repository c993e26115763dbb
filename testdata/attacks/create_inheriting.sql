-- A new child of a foreign table.
-- object: table auth.base
CREATE TABLE shop.child () INHERITS (auth.base)
