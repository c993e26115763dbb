-- An extension that may be there.
CREATE EXTENSION IF NOT EXISTS pg_trgm
