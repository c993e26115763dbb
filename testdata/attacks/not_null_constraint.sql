-- NOT NULL that is not valid for theirs.
-- since: 18
-- object: table auth.base
ALTER TABLE auth.base ADD CONSTRAINT nn NOT NULL id NOT VALID
