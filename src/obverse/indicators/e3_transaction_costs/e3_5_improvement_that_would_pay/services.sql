WITH by_period AS (
    SELECT
        service,
        part_level,
        era,
        MAX(period_days) AS days,
        COUNT(*) AS entries,
        COUNT(paid_minutes) AS paid_known,
        SUM(COALESCE(paid_minutes, 0)) AS paid_minutes,
        COUNT(recipients) AS recipients_known,
        SUM(COALESCE(recipients, 0)) AS recipients,
        COUNT(quality_hundredths) AS rated,
        SUM(COALESCE(quality_hundredths, 0)) AS quality_hundredths
    FROM selected_rows
    WHERE left_out IS NULL AND part = 'service'
    GROUP BY service, part_level, era, period_start
)

SELECT
    service,
    part_level,
    era,
    CAST(SUM(entries) AS BIGINT) AS entries,
    -- a month that was not counted wholly is no month of the service
    CAST(SUM(CASE WHEN paid_known = entries THEN COALESCE(days, 0) ELSE 0 END) AS BIGINT) AS paid_days,
    CAST(SUM(CASE WHEN paid_known = entries AND days IS NOT NULL THEN paid_minutes ELSE 0 END) AS BIGINT)
        AS paid_minutes,
    SUM(CASE WHEN recipients_known = entries THEN 1 ELSE 0 END) AS periods,
    CAST(SUM(CASE WHEN recipients_known = entries THEN recipients ELSE 0 END) AS BIGINT) AS recipients,
    CAST(SUM(rated) AS BIGINT) AS rated,
    CAST(SUM(quality_hundredths) AS BIGINT) AS quality_hundredths
FROM by_period
GROUP BY service, part_level, era
ORDER BY service, part_level, era
