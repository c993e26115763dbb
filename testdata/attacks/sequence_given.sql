-- A new sequence is tied to a foreign column.
-- object: table profiles
CREATE SEQUENCE mine OWNED BY profiles.id
