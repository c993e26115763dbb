-- An own materialized view is filled anew.
REFRESH MATERIALIZED VIEW order_count
