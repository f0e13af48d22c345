SELECT
    meeting,
    person,
    COALESCE(length, 0) AS length,
    CAST(SUM(speeches) AS BIGINT) AS speeches,
    MAX(undivided) AS undivided,
    MAX(averaged) AS averaged
FROM selected_rows
WHERE left_out IS NULL
GROUP BY meeting, person, COALESCE(length, 0)
ORDER BY meeting, person, length
