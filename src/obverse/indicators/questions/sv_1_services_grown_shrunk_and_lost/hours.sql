SELECT
    service,
    COALESCE(operator, 'unknown_operator') AS operator,
    COUNT(*) AS sites,
    COUNT(open_minutes) AS reporting,
    SUM(COALESCE(open_minutes, 0)) AS open_minutes
FROM selected_rows
WHERE left_out IS NULL AND site IS NOT NULL AND is_last AND is_open AND NOT is_comparison
GROUP BY service, COALESCE(operator, 'unknown_operator')
ORDER BY service, COALESCE(operator, 'unknown_operator')
