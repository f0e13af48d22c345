SELECT
    activity,
    COALESCE(family, '') AS family,
    meeting,
    MAX(CASE WHEN opposed THEN 1 ELSE 0 END) AS opposed,
    CAST(SUM(seats) AS BIGINT) AS seats,
    CAST(SUM(COALESCE(minutes, 0)) AS BIGINT) AS minutes,
    CAST(SUM(untimed) AS BIGINT) AS untimed
FROM selected_rows
WHERE left_out IS NULL
GROUP BY activity, COALESCE(family, ''), meeting
ORDER BY activity, family, meeting
