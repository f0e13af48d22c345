SELECT
    'decision' AS source_table,
    decision.row_in_file AS source_row,
    CASE
        WHEN decision."date" > process.as_of THEN 'after_audit'
        WHEN NOT decision.irreversible THEN 'reversible'
    END AS left_out,
    decision.id AS decision,
    decision.irreversible IS NOT NULL AS known_irreversible,
    days_between(decision."date", decision.input_closed_on) AS days_early
FROM decision
CROSS JOIN process
