-- An insert into an own table fires a trigger that writes a foreign one.
-- object: table auth.log
INSERT INTO scratch VALUES (2, 'b')
