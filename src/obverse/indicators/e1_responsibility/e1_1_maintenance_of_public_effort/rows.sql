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
            MIN(CASE WHEN service_volume.period_start <= process.start_on THEN service_volume.period_start END)
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
    service_volume.row_in_file AS source_row,
    CASE
        WHEN COALESCE(service_volume.period_end, service_volume.period_start) > process.as_of THEN 'not_over'
    END AS left_out,
    'volume' AS part,
    service_volume.service,
    COALESCE(service_volume.comparison, FALSE) AS is_comparison,
    CASE
        WHEN service_volume.site IS NOT NULL THEN 4
        WHEN service_volume.area IS NOT NULL AND service_volume."group" IS NOT NULL THEN 5
        WHEN service_volume."group" IS NOT NULL THEN 3
        WHEN service_volume.area IS NOT NULL THEN 2
        ELSE 1
    END AS part_level,
    CAST(NULL AS BIGINT) AS year,
    CAST(NULL AS BIGINT) AS years_after,
    CAST(NULL AS BIGINT) AS real_cents,
    service_volume.eligible,
    service_volume.eligible_low,
    service_volume.eligible_high,
    CASE
        WHEN service_volume.period_end <= span.before_end
            AND days_between(service_volume.period_start, span.before_end) < 731
            THEN 'before'
        WHEN service_volume.period_start >= process.start_on
            AND days_between(service_volume.period_start, span.last_end) < 366
            THEN 'now'
    END AS era,
    service_volume.period_start,
    days_between(service_volume.period_start, service_volume.period_end) + 1 AS period_days,
    CAST(ROUND(100 * service_volume.paid_hours) AS BIGINT) AS paid_hours,
    service_volume.site,
    service_volume.period_start = span.first_on AS is_first,
    service_volume.period_start = span.last_on AND span.last_on > span.first_on AS is_last,
    CASE
        WHEN service_volume.state IS NOT NULL THEN service_volume.state = 'open'
        ELSE service_volume.operator <> 'none'
    END AS is_open,
    service_volume.closed_on <= process.as_of AS has_closed,
    service_volume.opened_on > span.first_on AS opened_later,
    NULLIF(service_volume.operator, 'none') AS operator
FROM service_volume
CROSS JOIN process
LEFT JOIN span ON span.service = service_volume.service
