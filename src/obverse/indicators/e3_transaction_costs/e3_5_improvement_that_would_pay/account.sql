SELECT
    kind,
    payer,
    CAST(SUM(source_rows) AS BIGINT) AS entries,
    CAST(SUM(CASE WHEN minutes IS NOT NULL THEN source_rows ELSE 0 END) AS BIGINT) AS timed,
    CAST(SUM(CASE WHEN cents IS NOT NULL THEN source_rows ELSE 0 END) AS BIGINT) AS priced,
    CAST(SUM(COALESCE(minutes, 0)) AS BIGINT) AS minutes,
    CAST(SUM(COALESCE(cents, 0)) AS BIGINT) AS cents,
    CAST(SUM(CASE WHEN cents IS NULL THEN COALESCE(minutes, 0) ELSE 0 END) AS BIGINT) AS unpriced_minutes
FROM selected_rows
WHERE left_out IS NULL AND part = 'cost'
GROUP BY kind, payer
ORDER BY kind, payer
