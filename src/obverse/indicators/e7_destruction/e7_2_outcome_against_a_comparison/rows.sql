SELECT
    'service_volume' AS source_table,
    row_in_file AS source_row,
    CASE
        WHEN comes_later THEN 'after_audit'
        WHEN volume IS NULL AND quality IS NULL THEN 'no_amount'
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
