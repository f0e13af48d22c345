WITH by_period AS (
    SELECT
        service,
        is_comparison,
        part_level,
        era,
        MAX(period_days) AS period_days,
        COUNT(*) AS entries,
        COUNT(paid_hours) AS known,
        COUNT(eligible) AS eligible_known,
        SUM(COALESCE(paid_hours, 0)) AS paid_hours,
        SUM(COALESCE(eligible, 0)) AS eligible,
        SUM(COALESCE(LEAST(eligible_low, eligible), eligible, 0)) AS eligible_low,
        SUM(COALESCE(GREATEST(eligible_high, eligible), eligible, 0)) AS eligible_high
    FROM selected_rows
    WHERE left_out IS NULL AND part = 'volume' AND era IS NOT NULL
    GROUP BY service, is_comparison, part_level, era, period_start
)

SELECT
    service,
    is_comparison,
    part_level,
    era,
    SUM(period_days) AS days,
    SUM(entries) AS entries,
    SUM(known) AS known,
    SUM(eligible_known) AS eligible_known,
    SUM(paid_hours) AS paid_hours,
    SUM(eligible * period_days) AS person_days,
    SUM(eligible_low * period_days) AS person_days_low,
    SUM(eligible_high * period_days) AS person_days_high
FROM by_period
GROUP BY service, is_comparison, part_level, era
HAVING SUM(known) > 0
ORDER BY service, is_comparison, part_level, era
