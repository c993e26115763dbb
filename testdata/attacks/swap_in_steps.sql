-- The same in three steps.
-- object: table profiles
ALTER TABLE scratch RENAME TO scratch_old
-- next step
ALTER TABLE profiles RENAME TO scratch
-- next step
TRUNCATE scratch
