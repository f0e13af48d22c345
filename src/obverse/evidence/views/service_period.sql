-- One period of a service, or of a part of it, with its place among the periods of that service.
WITH span AS (
    SELECT
        service_volume.service,
        COALESCE(
            MAX(
                CASE
                    WHEN COALESCE(service_volume.period_end, service_volume.period_start) < process.start_on
                        THEN service_volume.period_start
                END
            ),
            MIN(service_volume.period_start)
        ) AS first_on,
        MAX(
            CASE WHEN service_volume.period_end < process.start_on THEN service_volume.period_end END
        ) AS before_end,
        MAX(service_volume.period_start) AS last_on,
        MAX(service_volume.period_end) AS last_end
    FROM service_volume
    CROSS JOIN process
    WHERE COALESCE(service_volume.period_end, service_volume.period_start) <= process.as_of
    GROUP BY service_volume.service
)

SELECT
    service_volume.row_in_file,
    service_volume.service,
    service_volume.site,
    service_volume.area,
    service_volume."group" AS concerned,
    service_volume.comparison,
    service_volume.operator,
    -- the same service may be recorded as a whole, by area, by group and by site: 1 to 4, 5 for anything finer
    CASE
        WHEN service_volume.site IS NOT NULL THEN 4
        WHEN service_volume.area IS NOT NULL AND service_volume."group" IS NOT NULL THEN 5
        WHEN service_volume."group" IS NOT NULL THEN 3
        WHEN service_volume.area IS NOT NULL THEN 2
        ELSE 1
    END AS part_level,
    service_volume.period_start,
    service_volume.period_end,
    COALESCE(service_volume.period_end, service_volume.period_start) AS over_on,
    days_between(service_volume.period_start, service_volume.period_end) + 1 AS period_days,
    COALESCE(service_volume.period_end, service_volume.period_start) > process.as_of AS comes_later,
    COALESCE(service_volume.period_end, service_volume.period_start) < process.start_on AS before_process,
    span.first_on,
    span.before_end,
    span.last_end,
    service_volume.period_start = span.first_on AS is_first,
    service_volume.period_start = span.last_on AND span.last_on > span.first_on AS is_last,
    -- before: the first period, and the last year that ended before the process; now: the last year that is over
    CASE
        WHEN service_volume.period_start = span.first_on THEN 'before'
        WHEN service_volume.period_end <= span.before_end
            THEN CASE WHEN days_between(service_volume.period_start, span.before_end) < 366 THEN 'before' END
        WHEN service_volume.period_start > span.first_on
            AND (
                service_volume.period_start = span.last_on
                OR days_between(service_volume.period_start, span.last_end) < 366
            )
            THEN 'now'
    END AS era,
    CASE
        WHEN service_volume.state IS NOT NULL THEN service_volume.state = 'open'
        ELSE service_volume.operator <> 'none'
    END AS is_open,
    service_volume.opened_on,
    service_volume.opened_on > span.first_on AS opened_later,
    service_volume.closed_on,
    service_volume.closed_on <= process.as_of AS has_closed,
    service_volume.open_hours,
    service_volume.volume,
    service_volume.paid_hours,
    service_volume.volunteer_hours,
    service_volume.quality,
    service_volume.wait_days,
    service_volume.price,
    service_volume.closed_days_unplanned,
    service_volume.planned_days,
    service_volume.recipients,
    service_volume.eligible,
    service_volume.eligible_low,
    service_volume.eligible_high
FROM service_volume
CROSS JOIN process
LEFT JOIN span ON span.service = service_volume.service
