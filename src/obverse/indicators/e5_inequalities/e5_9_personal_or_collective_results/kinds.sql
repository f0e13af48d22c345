SELECT
    unit,
    kind,
    COUNT(*) AS outputs,
    CAST(SUM(hundredths) AS BIGINT) AS hundredths
FROM selected_rows
WHERE left_out IS NULL AND era <> 'before'
GROUP BY unit, kind
ORDER BY unit, kind
