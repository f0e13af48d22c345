SELECT
    'budget_line' AS source_table,
    budget_line.row_in_file AS source_row,
    CASE
        WHEN budget_line.year > EXTRACT(YEAR FROM process.as_of)
            OR (
                budget_line.year = EXTRACT(YEAR FROM process.as_of)
                AND NOT (EXTRACT(MONTH FROM process.as_of) = 12 AND EXTRACT(DAY FROM process.as_of) = 31)
            )
            THEN 'not_over'
        WHEN budget_line.outturn IS NULL THEN 'no_outturn'
    END AS left_out,
    'money' AS part,
    budget_line.service,
    COALESCE(budget_line.comparison, FALSE) AS is_comparison,
    CASE WHEN budget_line.area IS NULL THEN 1 ELSE 2 END AS part_level,
    CAST(budget_line.year AS BIGINT) AS year,
    -- the years after the start are 1, 2 ...; the year of the start is 0 unless it began with the process
    COALESCE(
        CAST(budget_line.year - EXTRACT(YEAR FROM process.start_on) AS BIGINT)
        + CASE
            WHEN budget_line.year >= EXTRACT(YEAR FROM process.start_on)
                AND EXTRACT(MONTH FROM process.start_on) = 1
                AND EXTRACT(DAY FROM process.start_on) = 1
                THEN 1
            ELSE 0
        END,
        0
    ) AS years_after,
    CAST(ROUND(100 * budget_line.outturn / NULLIF(budget_line.deflator, 0)) AS BIGINT) AS real_cents,
    budget_line.eligible,
    CAST(NULL AS BIGINT) AS eligible_low,
    CAST(NULL AS BIGINT) AS eligible_high,
    CAST(NULL AS STRING) AS era,
    CAST(NULL AS DATE) AS period_start,
    CAST(NULL AS BIGINT) AS period_days,
    CAST(NULL AS BIGINT) AS paid_hours,
    CAST(NULL AS STRING) AS site,
    FALSE AS is_first,
    FALSE AS is_last,
    CAST(NULL AS BOOLEAN) AS is_open,
    FALSE AS has_closed,
    FALSE AS opened_later,
    CAST(NULL AS STRING) AS operator
FROM budget_line
CROSS JOIN process

UNION ALL

SELECT
    'service_volume' AS source_table,
    service_period.row_in_file AS source_row,
    CASE WHEN service_period.comes_later THEN 'not_over' END AS left_out,
    'volume' AS part,
    service_period.service,
    COALESCE(service_period.comparison, FALSE) AS is_comparison,
    service_period.part_level,
    CAST(NULL AS BIGINT) AS year,
    CAST(NULL AS BIGINT) AS years_after,
    CAST(NULL AS BIGINT) AS real_cents,
    service_period.eligible,
    service_period.eligible_low,
    service_period.eligible_high,
    -- up to two years before the process, as against the last year of it
    CASE
        WHEN service_period.period_end <= service_period.before_end
            AND days_between(service_period.period_start, service_period.before_end) < 731
            THEN 'before'
        -- a period that ends on a day nobody knows has no length by which to divide
        WHEN service_period.period_end IS NOT NULL
            AND service_period.period_start >= process.start_on
            AND days_between(service_period.period_start, service_period.last_end) < 366
            THEN 'now'
    END AS era,
    service_period.period_start,
    service_period.period_days,
    CAST(ROUND(100 * service_period.paid_hours) AS BIGINT) AS paid_hours,
    service_period.site,
    -- a register that begins after the process did has no first period to compare with
    service_period.is_first AND service_period.first_on <= process.start_on AS is_first,
    service_period.is_last AND service_period.first_on <= process.start_on AS is_last,
    service_period.is_open,
    service_period.has_closed,
    service_period.opened_later AND service_period.first_on <= process.start_on AS opened_later,
    NULLIF(service_period.operator, 'none') AS operator
FROM service_period
CROSS JOIN process
