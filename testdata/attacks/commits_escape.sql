-- A block that commits spells the name by codes.
-- in: alone
-- object: table auth.sessions
DO E'BEGIN COMMIT; DELETE FROM auth.sess\151ons; COMMIT; END'
