SELECT
    'coded_statement' AS source_table,
    coded_statement.row_in_file AS source_row,
    CASE
        WHEN coded_statement.recorded_on > process.as_of OR document."date" > process.as_of THEN 'after_audit'
        WHEN coded_statement.code NOT IN (
            'failure_articulation', 'failure_monopoly', 'failure_hoarding', 'failure_providers', 'failure_horizon',
            'failure_substitution', 'failure_subsistence'
        ) THEN 'unknown_criterion'
        WHEN coded_statement.direction IS NULL OR coded_statement.direction = 'neutral' THEN 'undecided'
    END AS left_out,
    coded_statement.document AS document,
    SUBSTR(coded_statement.code, 9) AS criterion,
    CASE WHEN coded_statement.direction IN ('weakened', 'both') THEN 1 ELSE 0 END AS shows_failure,
    CASE WHEN coded_statement.direction IN ('strengthened', 'both') THEN 1 ELSE 0 END AS shows_the_contrary
FROM coded_statement
CROSS JOIN process
LEFT JOIN document ON document.id = coded_statement.document
WHERE SUBSTR(coded_statement.code, 1, 8) = 'failure_'
