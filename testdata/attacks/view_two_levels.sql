-- A view of a view.
-- object: table profiles
CREATE VIEW v1 AS SELECT id, name FROM profiles; CREATE VIEW v2 AS SELECT * FROM v1 WITH CASCADED CHECK OPTION
-- next step
UPDATE v2 SET name = 'x'
