WITH part AS (
    SELECT
        row_in_file,
        -- a site that counts in other periods and is open but empty in this one is a gap, not a fall
        volume IS NULL AND quality IS NULL AND COALESCE(is_open, TRUE)
            AND COUNT(volume) OVER (PARTITION BY service, site, area, concerned, operator, comparison) > 0
            AS lacks_its_volume
    FROM service_period
    WHERE part_level > 1
)

SELECT
    'service_volume' AS source_table,
    service_period.row_in_file AS source_row,
    CASE
        WHEN comes_later THEN 'after_audit'
        WHEN volume IS NULL AND quality IS NULL AND NOT COALESCE(part.lacks_its_volume, FALSE) THEN 'no_amount'
        WHEN volume < 0 OR quality < 0 THEN 'no_amount'
    END AS left_out,
    service,
    COALESCE(comparison, FALSE) AS is_comparison,
    part_level,
    period_start,
    period_days,
    before_process,
    CAST(ROUND(100 * volume) AS BIGINT) AS volume,
    CAST(ROUND(10000 * quality) AS BIGINT) AS quality
FROM service_period
LEFT JOIN part ON part.row_in_file = service_period.row_in_file
