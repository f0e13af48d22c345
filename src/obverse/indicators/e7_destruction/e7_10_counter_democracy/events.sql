SELECT
    kind,
    quarter,
    half,
    CAST(SUM(n) AS BIGINT) AS events
FROM selected_rows
WHERE left_out IS NULL AND source_table = 'complaint'
GROUP BY kind, quarter, half
ORDER BY kind, quarter, half
