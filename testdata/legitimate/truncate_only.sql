-- empties a table and not its children
TRUNCATE ONLY things
