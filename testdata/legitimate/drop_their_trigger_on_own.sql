-- What somebody has put on an own table goes.
DROP TRIGGER scratch_note ON scratch
