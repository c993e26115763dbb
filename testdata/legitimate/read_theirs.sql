-- Foreign rows are counted.
SELECT count(*) FROM auth.sessions
