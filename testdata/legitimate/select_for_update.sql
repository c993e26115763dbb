-- Foreign rows are locked.
SELECT * FROM auth.users FOR UPDATE
