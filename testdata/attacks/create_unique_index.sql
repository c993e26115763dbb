-- A unique index changes what they may insert.
-- object: table profiles
CREATE UNIQUE INDEX profiles_user_key ON profiles (user_id)
