-- Partitions of months to come, by names that are quoted.
DO $$ DECLARE m date; BEGIN
  FOR m IN SELECT generate_series(date '2027-01-01', date '2027-06-01', interval '1 month')::date LOOP
    EXECUTE format('CREATE TABLE IF NOT EXISTS %I PARTITION OF measures FOR VALUES FROM (%L) TO (%L)', 'measures_' || to_char(m, 'YYYY_MM'), m, m + interval '1 month');
  END LOOP;
END $$
