SELECT
    kind,
    payer,
    COUNT(*) AS entries,
    COUNT(minutes) AS timed,
    COUNT(cents) AS priced,
    CAST(SUM(COALESCE(minutes, 0)) AS BIGINT) AS minutes,
    CAST(SUM(COALESCE(cents, 0)) AS BIGINT) AS cents,
    CAST(SUM(CASE WHEN cents IS NULL THEN COALESCE(minutes, 0) ELSE 0 END) AS BIGINT) AS unpriced_minutes
FROM selected_rows
WHERE left_out IS NULL AND part = 'cost'
GROUP BY kind, payer
ORDER BY kind, payer
