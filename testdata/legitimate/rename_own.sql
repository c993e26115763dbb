-- An own table gets another name and is used under it.
ALTER TABLE scratch RENAME TO notes
-- next step
ALTER TABLE notes ADD COLUMN x int
