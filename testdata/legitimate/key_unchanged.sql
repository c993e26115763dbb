-- updates a row whose key others point at, but not the key
UPDATE tariffs SET price = 2
