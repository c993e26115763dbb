-- An encoding in which a backslash may be half of a letter.
-- refused: quotes and backslashes may be parts of letters
DO $$ BEGIN EXECUTE 'SET client_' || 'encoding = ''SJIS'''; END $$
-- next step
-- in: func
SELECT 1
-- next step
-- in:
SELECT E'ぁ\'; DELETE FROM auth.sessions; CLOSE deed_guard; COMMIT; BEGIN; SELECT E'ぁ\''
