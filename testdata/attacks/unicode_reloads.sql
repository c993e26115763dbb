-- calls what acts on the server, its name escaped
-- object: server settings
-- owner: those who run the server
SELECT U&"pg\005freload\005fconf"()
