SELECT
    kind,
    CAST(SUM(CASE WHEN state = 'published' THEN 1 ELSE 0 END) AS BIGINT) AS published,
    CAST(SUM(CASE WHEN state = 'hidden' THEN 1 ELSE 0 END) AS BIGINT) AS hidden,
    CAST(SUM(CASE WHEN state = 'unknown' THEN 1 ELSE 0 END) AS BIGINT) AS unknown
FROM selected_rows
WHERE left_out IS NULL
GROUP BY kind
ORDER BY kind
