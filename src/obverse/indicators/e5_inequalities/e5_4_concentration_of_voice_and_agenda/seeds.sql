SELECT
    COALESCE(SUM(CASE WHEN measure = 'seed' THEN units ELSE 0 END), 0) AS seeds,
    COALESCE(SUM(seed_told), 0) AS told,
    COALESCE(SUM(units), 0) AS contributions
FROM selected_rows
WHERE left_out IS NULL AND source_table = 'contribution'
