SELECT
    kind,
    payer,
    CAST(SUM(source_rows) AS BIGINT) AS entries
FROM selected_rows
WHERE left_out IS NULL
GROUP BY kind, payer
ORDER BY kind, payer
