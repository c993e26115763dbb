-- An own table becomes a child of a foreign one, and its rows appear there.
-- object: table auth.base
ALTER TABLE things INHERIT auth.base
