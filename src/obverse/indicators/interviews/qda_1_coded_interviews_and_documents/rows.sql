SELECT
    'coded_statement' AS source_table,
    coded_statement.row_in_file AS source_row,
    CASE
        WHEN coded_statement.recorded_on > process.as_of OR document."date" > process.as_of THEN 'after_audit'
        WHEN coded_statement.code IN ('options_complete', 'options_missing', 'wording_neutral', 'wording_leading')
            OR SUBSTR(coded_statement.code, 1, 8) = 'failure_' THEN 'another_grid'
    END AS left_out,
    coded_statement.document AS document,
    coded_statement.passage AS passage,
    coded_statement.coder AS coder,
    coded_statement.code AS code,
    CASE coded_statement.direction
        WHEN 'strengthened' THEN 1 WHEN 'weakened' THEN 2 WHEN 'both' THEN 3 WHEN 'neutral' THEN 4 ELSE 0
    END AS direction,
    coded_statement.role AS role,
    CASE WHEN coded_statement.attribution = 'process' THEN 1 ELSE 0 END AS by_the_process
FROM coded_statement
CROSS JOIN process
LEFT JOIN document ON document.id = coded_statement.document
