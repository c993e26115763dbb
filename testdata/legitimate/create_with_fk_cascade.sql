-- A table of things of users, with its policies.
CREATE TABLE addresses (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, user_id bigint NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE, line1 text NOT NULL, created_at timestamptz NOT NULL DEFAULT now());
CREATE INDEX addresses_user_id_idx ON addresses (user_id);
COMMENT ON TABLE addresses IS 'where to send things';
ALTER TABLE addresses ENABLE ROW LEVEL SECURITY;
CREATE POLICY addresses_own ON addresses FOR ALL USING (user_id = 1) WITH CHECK (user_id = 1)
