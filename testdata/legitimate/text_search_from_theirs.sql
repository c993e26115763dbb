-- A text search configuration that begins as theirs.
CREATE TEXT SEARCH CONFIGURATION shop_words (COPY = auth.words); ALTER TEXT SEARCH CONFIGURATION shop_words ALTER MAPPING FOR word WITH english_stem
