SELECT
    'decision' AS source_table,
    decision.row_in_file AS source_row,
    CASE WHEN decision."date" > process.as_of THEN 'after_audit' END AS left_out,
    decision.id AS decision,
    CASE
        WHEN decision.delegated THEN 'delegated'
        WHEN NOT decision.delegated THEN 'kept'
        ELSE 'unknown'
    END AS taken_by,
    COALESCE(decision.reversed_on <= process.as_of, FALSE) AS is_reversed
FROM decision
CROSS JOIN process
