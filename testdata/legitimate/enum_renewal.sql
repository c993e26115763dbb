-- An enumeration is made anew with one more value.
CREATE TYPE item_kind AS ENUM ('a', 'b');
ALTER TABLE order_items ADD COLUMN kind item_kind NOT NULL DEFAULT 'a'
-- next step
CREATE TYPE item_kind_new AS ENUM ('a', 'b', 'c');
ALTER TABLE order_items ALTER COLUMN kind DROP DEFAULT;
ALTER TABLE order_items ALTER COLUMN kind TYPE item_kind_new USING kind::text::item_kind_new;
ALTER TABLE order_items ALTER COLUMN kind SET DEFAULT 'a';
DROP TYPE item_kind;
ALTER TYPE item_kind_new RENAME TO item_kind
