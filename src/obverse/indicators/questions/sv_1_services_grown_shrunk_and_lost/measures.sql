WITH measured AS (
    SELECT 'volume' AS measure
    UNION ALL
    SELECT 'paid_hours' AS measure
    UNION ALL
    SELECT 'volunteer_hours' AS measure
    UNION ALL
    SELECT 'recipients' AS measure
    UNION ALL
    SELECT 'coverage' AS measure
    UNION ALL
    SELECT 'quality' AS measure
    UNION ALL
    SELECT 'wait_days' AS measure
    UNION ALL
    SELECT 'price' AS measure
),

by_period AS (
    SELECT
        service,
        is_comparison,
        part_level,
        era,
        period_start,
        MAX(COALESCE(period_days, 0)) AS period_days,
        MAX(CASE WHEN before_process THEN 1 ELSE 0 END) AS before_process,
        COUNT(*) AS entries,
        SUM(volume) AS volume,
        COUNT(volume) AS volume_known,
        SUM(paid_hours) AS paid_hours,
        COUNT(paid_hours) AS paid_hours_known,
        SUM(volunteer_hours) AS volunteer_hours,
        COUNT(volunteer_hours) AS volunteer_hours_known,
        SUM(recipients) AS recipients,
        COUNT(recipients) AS recipients_known,
        SUM(CASE WHEN eligible IS NOT NULL THEN recipients END) AS covered,
        SUM(CASE WHEN recipients IS NOT NULL THEN eligible END) AS covered_of,
        COUNT(recipients + eligible) AS covered_known,
        SUM(quality) AS quality,
        COUNT(quality) AS quality_known,
        SUM(wait_days) AS wait_days,
        COUNT(wait_days) AS wait_days_known,
        SUM(price) AS price,
        COUNT(price) AS price_known
    FROM selected_rows
    WHERE left_out IS NULL AND era IS NOT NULL
    GROUP BY service, is_comparison, part_level, era, period_start
),

by_measure AS (
    SELECT
        by_period.service,
        by_period.is_comparison,
        by_period.part_level,
        by_period.era,
        measured.measure,
        by_period.period_days,
        by_period.before_process,
        by_period.entries,
        CASE measured.measure
            WHEN 'volume' THEN by_period.volume
            WHEN 'paid_hours' THEN by_period.paid_hours
            WHEN 'volunteer_hours' THEN by_period.volunteer_hours
            WHEN 'recipients' THEN by_period.recipients
            WHEN 'coverage' THEN by_period.covered
            WHEN 'quality' THEN by_period.quality
            WHEN 'wait_days' THEN by_period.wait_days
            ELSE by_period.price
        END AS amount,
        CASE measured.measure
            WHEN 'volume' THEN by_period.volume_known
            WHEN 'paid_hours' THEN by_period.paid_hours_known
            WHEN 'volunteer_hours' THEN by_period.volunteer_hours_known
            WHEN 'recipients' THEN by_period.recipients_known
            WHEN 'coverage' THEN by_period.covered_known
            WHEN 'quality' THEN by_period.quality_known
            WHEN 'wait_days' THEN by_period.wait_days_known
            ELSE by_period.price_known
        END AS known,
        CASE measured.measure
            WHEN 'coverage' THEN by_period.covered_of
            WHEN 'quality' THEN by_period.quality_known
            WHEN 'wait_days' THEN by_period.wait_days_known
            WHEN 'price' THEN by_period.price_known
            ELSE by_period.period_days
        END AS base
    FROM by_period
    CROSS JOIN measured
)

SELECT
    service,
    is_comparison,
    measure,
    part_level,
    era,
    SUM(COALESCE(amount, 0)) AS amount,
    SUM(COALESCE(base, 0)) AS base,
    SUM(known) AS known,
    SUM(entries) AS entries,
    MIN(period_days) AS shortest_days,
    MAX(before_process) AS before_process
FROM by_measure
GROUP BY service, is_comparison, measure, part_level, era
HAVING SUM(known) > 0
ORDER BY service, is_comparison, measure, part_level, era
