-- Blocks that ask what is there.
DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_type WHERE typname = 'payment_state') THEN CREATE TYPE payment_state AS ENUM ('open', 'done'); END IF; IF EXISTS (SELECT FROM information_schema.columns WHERE table_name = 'orders' AND column_name = 'total') THEN ALTER TABLE orders RENAME COLUMN total TO amount; END IF; END $$
