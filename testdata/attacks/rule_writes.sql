-- A rule of ours turns a harmless insert into a foreign delete.
-- object: table auth.sessions
CREATE RULE r AS ON INSERT TO things DO ALSO DELETE FROM auth.sessions;
INSERT INTO things VALUES (1)
