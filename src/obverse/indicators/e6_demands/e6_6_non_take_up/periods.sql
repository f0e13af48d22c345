SELECT
    service,
    part_level,
    COALESCE(concerned, '') AS concerned,
    days_between(DATE '1970-01-01', period_start) AS starts,
    MIN(CASE WHEN before_process THEN 1 ELSE 0 END) AS before_process,
    CAST(SUM(recipients) AS BIGINT) AS recipients,
    CAST(SUM(eligible) AS BIGINT) AS eligible,
    CAST(SUM(COALESCE(eligible_low, eligible)) AS BIGINT) AS eligible_low,
    CAST(SUM(COALESCE(eligible_high, eligible)) AS BIGINT) AS eligible_high,
    COUNT(*) AS entries
FROM selected_rows
WHERE left_out IS NULL AND part = 'service'
GROUP BY service, part_level, COALESCE(concerned, ''), days_between(DATE '1970-01-01', period_start)
ORDER BY service, part_level, concerned, starts
