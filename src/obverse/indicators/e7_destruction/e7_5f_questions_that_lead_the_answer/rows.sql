SELECT
    'coded_statement' AS source_table,
    coded_statement.row_in_file AS source_row,
    CASE
        WHEN coded_statement.recorded_on > process.as_of OR document."date" > process.as_of THEN 'after_audit'
    END AS left_out,
    coded_statement.document AS document,
    coded_statement.passage AS passage,
    coded_statement.coder AS coder,
    CASE WHEN coded_statement.code IN ('options_missing', 'options_complete') THEN 'options' ELSE 'wording' END AS aspect,
    CASE WHEN coded_statement.code IN ('options_missing', 'wording_leading') THEN 1 ELSE 0 END AS leads
FROM coded_statement
CROSS JOIN process
LEFT JOIN document ON document.id = coded_statement.document
WHERE coded_statement.code IN ('options_missing', 'options_complete', 'wording_leading', 'wording_neutral')
