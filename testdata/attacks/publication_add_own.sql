-- An own table is put into a foreign publication, whose subscribers do not have it.
-- object: publication auth_feed
-- owner: nobody
ALTER PUBLICATION auth_feed ADD TABLE orders
