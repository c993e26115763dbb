-- A new table.
CREATE TABLE invoices (id bigserial PRIMARY KEY, at timestamptz DEFAULT now(), no int GENERATED ALWAYS AS IDENTITY)
