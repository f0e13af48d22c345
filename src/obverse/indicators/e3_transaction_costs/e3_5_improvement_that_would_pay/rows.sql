SELECT
    cost_line.source_table,
    cost_line.row_in_file AS source_row,
    cost_line.source_rows,
    CASE
        WHEN cost_line.left_out IS NOT NULL THEN cost_line.left_out
        WHEN cost_line.is_delivery THEN 'delivery'
        WHEN cost_line.is_audit THEN 'audit'
    END AS left_out,
    'cost' AS part,
    cost_line.kind,
    cost_line.payer,
    cost_line.minutes,
    cost_line.cents,
    CAST(NULL AS STRING) AS service,
    CAST(NULL AS BIGINT) AS part_level,
    CAST(NULL AS STRING) AS era,
    CAST(NULL AS DATE) AS period_start,
    CAST(NULL AS BIGINT) AS period_days,
    CAST(NULL AS BIGINT) AS paid_minutes,
    CAST(NULL AS BIGINT) AS recipients,
    CAST(NULL AS BIGINT) AS quality_hundredths
FROM cost_line

UNION ALL

SELECT
    'service_volume' AS source_table,
    service_period.row_in_file AS source_row,
    CAST(1 AS BIGINT) AS source_rows,
    CASE
        WHEN service_period.comparison THEN 'comparison'
        WHEN service_period.comes_later THEN 'after_audit'
        WHEN service_period.era IS NULL THEN 'neither_before_nor_now'
    END AS left_out,
    'service' AS part,
    CAST(NULL AS STRING) AS kind,
    CAST(NULL AS STRING) AS payer,
    CAST(NULL AS BIGINT) AS minutes,
    CAST(NULL AS BIGINT) AS cents,
    service_period.service,
    service_period.part_level,
    service_period.era,
    service_period.period_start,
    service_period.period_days,
    CAST(ROUND(60 * service_period.paid_hours) AS BIGINT) AS paid_minutes,
    service_period.recipients,
    CAST(ROUND(100 * service_period.quality) AS BIGINT) AS quality_hundredths
FROM service_period
