-- Own triggers are switched off by a setting while rows change that no foreign key points at.
-- role: superuser
SET LOCAL session_replication_role = replica; UPDATE order_items SET amount = 6
