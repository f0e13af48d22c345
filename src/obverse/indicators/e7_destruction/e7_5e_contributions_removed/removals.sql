SELECT
    origin,
    CAST(SUM(CASE WHEN removed = 1 THEN units ELSE 0 END) AS BIGINT) AS removed,
    CAST(SUM(CASE WHEN removed = 0 THEN units ELSE 0 END) AS BIGINT) AS kept,
    CAST(SUM(CASE WHEN removed = -1 THEN units ELSE 0 END) AS BIGINT) AS unknown,
    CAST(SUM(CASE WHEN removed = 1 AND with_reason = 1 THEN units ELSE 0 END) AS BIGINT) AS with_reason
FROM selected_rows
WHERE left_out IS NULL
GROUP BY origin
ORDER BY origin
