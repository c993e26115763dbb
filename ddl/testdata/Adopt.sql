-- changes nothing in the database
-- and back

