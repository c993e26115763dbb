-- makes a table in their schema with SELECT INTO
-- object: schema auth
SELECT * INTO auth.mine FROM auth.users
