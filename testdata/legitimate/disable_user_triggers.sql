-- Own triggers are switched off while rows change.
ALTER TABLE orders DISABLE TRIGGER USER; UPDATE orders SET total = 9; ALTER TABLE orders ENABLE TRIGGER USER
