-- A value of an own enumeration that foreign rows have gets another name.
-- blind: who else uses a type is not in the revisions
-- object: table auth.reviews
ALTER TYPE order_status RENAME VALUE 'paid' TO 'settled'
