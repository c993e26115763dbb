-- NOT VALID scans nothing, and refuses their next insert all the same.
-- object: table profiles
ALTER TABLE profiles ADD CONSTRAINT named CHECK (name <> '') NOT VALID
