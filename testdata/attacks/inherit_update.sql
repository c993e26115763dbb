-- updates rows of their child through an own table
-- object: table auth.more_things
INSERT INTO auth.more_things VALUES (1);
UPDATE things SET id = 2
