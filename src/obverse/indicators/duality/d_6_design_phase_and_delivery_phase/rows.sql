SELECT
    'coded_statement' AS source_table,
    coded_statement.row_in_file AS source_row,
    CASE
        WHEN coded_statement.recorded_on > process.as_of OR document."date" > process.as_of THEN 'after_audit'
        WHEN SUBSTR(coded_statement.code, 1, 8) = 'failure_' THEN 'another_grid'
        WHEN coded_statement.direction IS NULL OR coded_statement.direction = 'neutral' THEN 'no_direction'
        WHEN coded_statement.phase IS NULL THEN 'no_phase'
    END AS left_out,
    coded_statement.document AS document,
    coded_statement.passage AS passage,
    coded_statement.coder AS coder,
    coded_statement.code AS code,
    coded_statement.phase AS phase,
    CASE WHEN coded_statement.direction IN ('weakened', 'both') THEN 1 ELSE 0 END AS weakened,
    CASE WHEN coded_statement.direction IN ('strengthened', 'both') THEN 1 ELSE 0 END AS strengthened
FROM coded_statement
CROSS JOIN process
LEFT JOIN document ON document.id = coded_statement.document
