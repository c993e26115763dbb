-- A foreign trigger is replaced.
-- object: table auth.users
-- since: 14
CREATE OR REPLACE TRIGGER users_note AFTER INSERT ON auth.users FOR EACH STATEMENT EXECUTE FUNCTION auth.note()
