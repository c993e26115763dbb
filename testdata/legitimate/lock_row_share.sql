-- A foreign table is locked as reading locks it.
LOCK TABLE profiles IN ACCESS SHARE MODE; LOCK TABLE auth.users IN ROW SHARE MODE
