SELECT
    party,
    MIN(label) AS label,
    CAST(MAX(CASE WHEN goal IS NULL THEN 1 ELSE 0 END) AS BIGINT) AS listed,
    CAST(SUM(CASE WHEN moment = 'before' THEN 1 ELSE 0 END) AS BIGINT) AS before_start,
    CAST(SUM(CASE WHEN moment = 'later' AND renegotiated = 0 THEN 1 ELSE 0 END) AS BIGINT) AS later,
    CAST(SUM(CASE WHEN moment = 'unknown' THEN 1 ELSE 0 END) AS BIGINT) AS undated
FROM selected_rows
WHERE left_out IS NULL
GROUP BY party
ORDER BY party
