-- A value of an own enumeration that foreign rows have gets another name.
-- object: table auth.reviews
ALTER TYPE order_status RENAME VALUE 'paid' TO 'settled'
