SELECT
    days,
    SUM(CASE WHEN fate IN ('kept', 'late') THEN 1 ELSE 0 END) AS done,
    SUM(CASE WHEN fate IN ('kept', 'late') THEN 0 ELSE 1 END) AS still_open
FROM selected_rows
WHERE left_out IS NULL AND fate NOT IN ('undated', 'unknown')
GROUP BY days
ORDER BY days
