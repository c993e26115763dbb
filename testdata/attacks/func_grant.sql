-- A Go step gives a privilege away.
-- object: table auth.users
-- in: func
GRANT ALL ON auth.users TO PUBLIC
