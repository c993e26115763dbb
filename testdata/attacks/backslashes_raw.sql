-- The same in raw SQL, behind a Go step that sends what came before.
-- refused: standard_conforming_strings is off
SELECT set_config('standard_conforming' || '_strings', 'o' || 'ff', false)
-- next step
-- in: func
SELECT 1
-- next step
-- in:
SELECT 'a\''; DELETE FROM auth.sessions; CLOSE deed_guard; COMMIT; BEGIN; SELECT ' --'
