SELECT
    COALESCE(SUM(CASE WHEN clause THEN 1 ELSE 0 END), 0) AS covered,
    COALESCE(SUM(CASE WHEN NOT clause THEN 1 ELSE 0 END), 0) AS uncovered,
    COALESCE(SUM(CASE WHEN clause IS NULL THEN 1 ELSE 0 END), 0) AS unknown
FROM selected_rows
WHERE left_out IS NULL AND source_table = 'duty'
