-- A Go step that reads.
-- in: func
SELECT count(*) FROM auth.users
