-- A transaction that somebody else has prepared is committed.
-- object: server transactions
-- owner: those who run
-- in: alone
COMMIT PREPARED 'theirs'
