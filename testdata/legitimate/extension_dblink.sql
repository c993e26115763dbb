-- installs what connects, and connects nowhere
-- role: superuser
CREATE EXTENSION dblink;
CREATE TABLE dblink_targets (name text);
INSERT INTO dblink_targets VALUES ('x')
