SELECT
    service,
    CAST(period_start AS STRING) AS period,
    COALESCE(operator, 'unknown_operator') AS operator,
    COUNT(*) AS sites,
    SUM(CASE WHEN is_open THEN 1 ELSE 0 END) AS open_sites
FROM selected_rows
WHERE left_out IS NULL AND site IS NOT NULL AND NOT is_comparison
GROUP BY service, CAST(period_start AS STRING), COALESCE(operator, 'unknown_operator')
ORDER BY service, period, COALESCE(operator, 'unknown_operator')
