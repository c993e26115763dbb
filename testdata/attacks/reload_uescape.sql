-- The name is written with an escape character of its own.
-- object: server settings
-- owner: those who run the server
SELECT U&"pg!005freload!005fconf" UESCAPE '!' ()
