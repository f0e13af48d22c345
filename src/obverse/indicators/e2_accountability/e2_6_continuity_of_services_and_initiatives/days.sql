SELECT
    service,
    operator,
    COUNT(*) AS entries,
    SUM(unplanned_days) AS unplanned_days,
    SUM(planned_days) AS planned_days
FROM selected_rows
WHERE left_out IS NULL AND part = 'site' AND unplanned_days IS NOT NULL AND planned_days IS NOT NULL
GROUP BY service, operator
ORDER BY service, operator
