-- grants among the elements of a new schema
-- object: table auth.users
CREATE SCHEMA own_new CREATE TABLE t (id int) GRANT SELECT ON auth.users TO PUBLIC
