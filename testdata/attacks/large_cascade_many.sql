-- Many objects at once.
-- object: view auth.admins
DROP VIEW auth.admins, auth.order_report, auth.cart_ids
