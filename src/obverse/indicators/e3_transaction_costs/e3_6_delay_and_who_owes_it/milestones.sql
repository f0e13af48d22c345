SELECT
    milestone,
    state,
    cause,
    CAST(days_late AS BIGINT) AS days_late
FROM selected_rows
WHERE left_out IS NULL
ORDER BY planned_on, milestone
