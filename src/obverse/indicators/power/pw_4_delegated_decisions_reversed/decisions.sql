SELECT
    taken_by,
    COUNT(*) AS decisions,
    SUM(CASE WHEN is_reversed THEN 1 ELSE 0 END) AS reversed
FROM selected_rows
WHERE left_out IS NULL
GROUP BY taken_by
ORDER BY taken_by
