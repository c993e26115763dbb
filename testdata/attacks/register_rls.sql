-- Row security on the register.
-- object: table deed_ownership
-- owner: it belongs to
ALTER TABLE deed_ownership ENABLE ROW LEVEL SECURITY
