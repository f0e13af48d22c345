SELECT
    kind,
    payer,
    COUNT(*) AS entries
FROM selected_rows
WHERE left_out IS NULL
GROUP BY kind, payer
ORDER BY kind, payer
