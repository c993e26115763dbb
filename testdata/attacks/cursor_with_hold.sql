-- A cursor that outlives the transaction is run when it ends.
-- passes: the cursor is closed before the commit, so it runs nothing
-- object: table auth.sessions
DECLARE later CURSOR WITH HOLD FOR SELECT auth.wipe()
