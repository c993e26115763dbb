-- A rule on a foreign table.
-- object: table auth.log
CREATE RULE r AS ON INSERT TO auth.log DO INSTEAD NOTHING
