SELECT
    service,
    is_comparison,
    part_level,
    days_between(DATE '1970-01-01', period_start) AS starts,
    CAST(period_start AS STRING) AS period,
    -- 0 where the length of the period is not noted, -1 where the parts of a period differ in length
    CASE
        WHEN MIN(COALESCE(period_days, 0)) = MAX(COALESCE(period_days, 0)) THEN MAX(COALESCE(period_days, 0))
        ELSE -1
    END AS days,
    MIN(CASE WHEN before_process THEN 1 WHEN NOT before_process THEN 0 ELSE -1 END) AS before_process,
    COUNT(*) AS entries,
    COUNT(volume) AS volume_known,
    CAST(SUM(COALESCE(volume, 0)) AS BIGINT) AS volume,
    COUNT(quality) AS quality_known,
    CAST(SUM(COALESCE(quality, 0)) AS BIGINT) AS quality
FROM selected_rows
WHERE left_out IS NULL
GROUP BY service, is_comparison, part_level, period_start
ORDER BY service, is_comparison, part_level, starts
