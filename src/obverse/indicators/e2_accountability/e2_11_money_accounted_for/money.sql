SELECT
    COUNT(*) AS funds,
    COUNT(cents) AS spent_known,
    COALESCE(SUM(CASE WHEN documented THEN 1 ELSE 0 END), 0) AS documented,
    COALESCE(SUM(cents), 0) AS cents,
    COALESCE(SUM(CASE WHEN documented THEN cents ELSE 0 END), 0) AS documented_cents
FROM selected_rows
WHERE left_out IS NULL
