SELECT
    part,
    reason,
    CAST(SUM(people) AS BIGINT) AS people
FROM selected_rows
WHERE left_out IS NULL AND part IN ('request', 'member')
GROUP BY part, reason
ORDER BY part, reason
