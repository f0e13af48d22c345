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
),

month_of_task AS (
    SELECT
        task_hours.row_in_file,
        COALESCE(task_hours.service, '') AS service,
        task_hours.task,
        task_hours.paid,
        task_hours.hours,
        EXTRACT(MONTH FROM task_hours.period_start) AS calendar_month,
        12 * EXTRACT(YEAR FROM task_hours.period_start) + EXTRACT(MONTH FROM task_hours.period_start) AS month,
        12 * EXTRACT(YEAR FROM process.start_on) + EXTRACT(MONTH FROM process.start_on) AS start_month,
        CASE WHEN EXTRACT(DAY FROM process.start_on) = 1 THEN 1 ELSE 0 END AS starts_month,
        12 * EXTRACT(YEAR FROM process.as_of) + EXTRACT(MONTH FROM process.as_of) AS audit_month,
        EXTRACT(DAY FROM process.as_of) AS audit_day
    FROM task_hours
    CROSS JOIN process
)

SELECT
    'task_hours' AS source_table,
    row_in_file AS source_row,
    CASE
        WHEN month > audit_month THEN 'after_audit'
        WHEN month = audit_month AND audit_day < 28 THEN 'not_over'
        WHEN paid IS NULL THEN 'paid_unknown'
        WHEN hours IS NULL THEN 'no_hours'
    END AS left_out,
    'task' AS part,
    service,
    task,
    -- the months after the start are 1, 2 ...; that of the start is 0 unless the process began on its first day
    CAST(
        COALESCE(month - start_month + CASE WHEN month >= start_month THEN starts_month ELSE 0 END, 0) AS BIGINT
    ) AS months_after,
    CAST(calendar_month AS BIGINT) AS calendar_month,
    CASE WHEN paid THEN CAST(ROUND(hours * 100) AS BIGINT) END AS paid_hours,
    CASE WHEN NOT paid THEN CAST(ROUND(hours * 100) AS BIGINT) END AS volunteer_hours,
    1 AS part_level,
    CAST(NULL AS STRING) AS era,
    CAST(NULL AS DATE) AS period_start,
    CAST(NULL AS BIGINT) AS period_days,
    CAST(NULL AS STRING) AS site,
    FALSE AS is_first,
    FALSE AS is_last,
    CAST(NULL AS BOOLEAN) AS is_open,
    FALSE AS opened_later,
    CAST(NULL AS STRING) AS operator
FROM month_of_task

UNION ALL

SELECT
    'service_volume' AS source_table,
    service_volume.row_in_file AS source_row,
    CASE
        WHEN COALESCE(service_volume.period_end, service_volume.period_start) > process.as_of THEN 'not_over'
        WHEN service_volume.comparison THEN 'comparison'
    END AS left_out,
    'volume' AS part,
    service_volume.service,
    CAST(NULL AS STRING) AS task,
    CAST(NULL AS BIGINT) AS months_after,
    CAST(NULL AS BIGINT) AS calendar_month,
    CAST(ROUND(service_volume.paid_hours * 100) AS BIGINT) AS paid_hours,
    CAST(ROUND(service_volume.volunteer_hours * 100) AS BIGINT) AS volunteer_hours,
    CASE
        WHEN service_volume.site IS NOT NULL THEN 4
        WHEN service_volume.area IS NOT NULL AND service_volume."group" IS NOT NULL THEN 5
        WHEN service_volume."group" IS NOT NULL THEN 3
        WHEN service_volume.area IS NOT NULL THEN 2
        ELSE 1
    END AS part_level,
    CASE
        WHEN service_volume.period_end <= span.before_end
            THEN CASE WHEN days_between(service_volume.period_start, span.before_end) < 366 THEN 'before' END
        WHEN service_volume.period_start >= process.start_on
            AND days_between(service_volume.period_start, span.last_end) < 366
            THEN 'now'
    END AS era,
    service_volume.period_start,
    days_between(service_volume.period_start, service_volume.period_end) + 1 AS period_days,
    service_volume.site,
    service_volume.period_start = span.first_on AS is_first,
    service_volume.period_start = span.last_on AND span.last_on > span.first_on AS is_last,
    CASE
        WHEN service_volume.state IS NOT NULL THEN service_volume.state = 'open'
        ELSE service_volume.operator <> 'none'
    END AS is_open,
    service_volume.opened_on > span.first_on AS opened_later,
    NULLIF(service_volume.operator, 'none') AS operator
FROM service_volume
CROSS JOIN process
LEFT JOIN span ON span.service = service_volume.service
