WITH by_period AS (
    SELECT
        service,
        part_level,
        era,
        MAX(period_days) AS period_days,
        COUNT(*) AS entries,
        COUNT(paid_hours + volunteer_hours) AS known,
        SUM(COALESCE(paid_hours, 0)) AS paid_hours,
        SUM(COALESCE(volunteer_hours, 0)) AS volunteer_hours
    FROM selected_rows
    WHERE left_out IS NULL AND part = 'volume' AND era IS NOT NULL
    GROUP BY service, part_level, era, period_start
)

SELECT
    service,
    part_level,
    era,
    SUM(period_days) AS days,
    SUM(entries) AS entries,
    SUM(known) AS known,
    SUM(paid_hours) AS paid_hours,
    SUM(volunteer_hours) AS volunteer_hours
FROM by_period
GROUP BY service, part_level, era
HAVING SUM(known) > 0
ORDER BY service, part_level, era
