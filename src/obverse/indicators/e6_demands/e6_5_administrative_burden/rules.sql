SELECT
    item AS kind,
    COUNT(*) AS in_force,
    CAST(SUM(CASE WHEN reasoned = 1 THEN 1 ELSE 0 END) AS BIGINT) AS with_reason,
    CAST(SUM(CASE WHEN reasoned = 0 THEN 1 ELSE 0 END) AS BIGINT) AS without_reason,
    CAST(SUM(CASE WHEN reasoned = -1 THEN 1 ELSE 0 END) AS BIGINT) AS unknown
FROM selected_rows
WHERE left_out IS NULL AND part = 'rule'
GROUP BY item
ORDER BY kind
