SELECT
    service,
    task,
    months_after,
    MIN(calendar_month) AS calendar_month,
    SUM(COALESCE(paid_hours, 0)) AS paid_hours,
    SUM(COALESCE(volunteer_hours, 0)) AS volunteer_hours
FROM selected_rows
WHERE left_out IS NULL AND part = 'task'
GROUP BY service, task, months_after
ORDER BY service, task, months_after
