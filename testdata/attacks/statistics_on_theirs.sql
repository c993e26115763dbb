-- Extended statistics on a foreign table.
-- object: table profiles
CREATE STATISTICS p_stat ON user_id, name FROM profiles
