WITH month_of_task AS (
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
    service_period.row_in_file AS source_row,
    CASE
        WHEN service_period.comes_later THEN 'not_over'
        WHEN service_period.comparison THEN 'comparison'
    END AS left_out,
    'volume' AS part,
    service_period.service,
    CAST(NULL AS STRING) AS task,
    CAST(NULL AS BIGINT) AS months_after,
    CAST(NULL AS BIGINT) AS calendar_month,
    CAST(ROUND(service_period.paid_hours * 100) AS BIGINT) AS paid_hours,
    CAST(ROUND(service_period.volunteer_hours * 100) AS BIGINT) AS volunteer_hours,
    service_period.part_level,
    -- narrower than the era of the view: a first period long before the process, or one across its start, is neither
    CASE
        -- a period that ends before it begins has no length by which to divide
        WHEN service_period.period_end < service_period.period_start THEN NULL
        WHEN service_period.period_end <= service_period.before_end
            THEN CASE
                WHEN days_between(service_period.period_start, service_period.before_end) < 366 THEN 'before'
            END
        -- nor has one that ends on a day nobody knows
        WHEN service_period.period_end IS NOT NULL
            AND service_period.period_start >= process.start_on
            AND days_between(service_period.period_start, service_period.last_end) < 366
            THEN 'now'
    END AS era,
    service_period.period_start,
    service_period.period_days,
    service_period.site,
    service_period.is_first,
    service_period.is_last,
    service_period.is_open,
    service_period.opened_later,
    NULLIF(service_period.operator, 'none') AS operator
FROM service_period
CROSS JOIN process
