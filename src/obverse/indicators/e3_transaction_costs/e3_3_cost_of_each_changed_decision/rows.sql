SELECT
    cost_line.source_table,
    cost_line.row_in_file AS source_row,
    cost_line.source_rows,
    CASE
        WHEN cost_line.left_out IS NOT NULL THEN cost_line.left_out
        WHEN cost_line.is_delivery THEN 'delivery'
        WHEN cost_line.is_audit THEN 'audit'
    END AS left_out,
    cost_line.kind,
    cost_line.payer,
    cost_line.minutes,
    cost_line.cents,
    CAST(NULL AS STRING) AS decision,
    CAST(NULL AS STRING) AS reached
FROM cost_line

UNION ALL

SELECT
    'trace' AS source_table,
    trace.row_in_file AS source_row,
    CAST(1 AS BIGINT) AS source_rows,
    CASE
        WHEN COALESCE(decision."date", trace.recorded_on) > process.as_of THEN 'after_audit'
        WHEN trace.kind = 'other_source' THEN 'other_source'
    END AS left_out,
    CAST(NULL AS STRING) AS kind,
    CAST(NULL AS STRING) AS payer,
    CAST(NULL AS BIGINT) AS minutes,
    CAST(NULL AS BIGINT) AS cents,
    trace.decision,
    trace.kind AS reached
FROM trace
CROSS JOIN process
LEFT JOIN decision ON decision.id = trace.decision
