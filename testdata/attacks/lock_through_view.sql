-- locks their table through an own view
-- object: table auth.users
CREATE VIEW own_view AS SELECT * FROM auth.users;
LOCK TABLE own_view IN ACCESS EXCLUSIVE MODE
