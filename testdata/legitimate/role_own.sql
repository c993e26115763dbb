-- A role of our own comes and goes.
CREATE ROLE deed_trial_legit; GRANT SELECT ON orders TO deed_trial_legit; GRANT deed_trial_legit TO CURRENT_USER; ALTER ROLE deed_trial_legit PASSWORD 'x'; COMMENT ON ROLE deed_trial_legit IS 'x'; REVOKE ALL ON orders FROM deed_trial_legit; DROP ROLE deed_trial_legit
