-- with a comment
CREATE SCHEMA "Auth";
COMMENT ON SCHEMA "Auth" IS 'people';
-- and back
DROP SCHEMA "Auth";

