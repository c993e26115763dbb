-- A cursor that outlives the transaction is run when it ends.
-- object: table auth.sessions
DECLARE later CURSOR WITH HOLD FOR SELECT auth.wipe()
