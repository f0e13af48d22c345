SELECT
    'access_case' AS source_table,
    access_case.row_in_file AS source_row,
    CASE
        WHEN access_case.asked_on > process.as_of THEN 'after_audit'
        WHEN access_case.reason_coded IS NULL
            AND (access_case.served IS NULL OR access_case.served)
            THEN 'no_reason'
    END AS left_out,
    'case' AS part,
    access_case.n,
    CASE WHEN NOT access_case.served THEN 1 ELSE 0 END AS refused,
    access_case.reason_coded AS reason,
    CAST(NULL AS STRING) AS passage,
    CAST(NULL AS STRING) AS coder
FROM access_case
CROSS JOIN process

UNION ALL

SELECT
    'coded_statement' AS source_table,
    coded_statement.row_in_file AS source_row,
    CASE
        WHEN coded_statement.recorded_on > process.as_of THEN 'after_audit'
        WHEN LOWER(TRANSLATE(coded_statement.code, 'Σİ', 'σi')) NOT IN ('attitude', 'gratitude', 'need', 'rule', 'capacity', 'other')
            THEN 'another_code'
    END AS left_out,
    'passage' AS part,
    CAST(NULL AS BIGINT) AS n,
    CAST(NULL AS BIGINT) AS refused,
    LOWER(TRANSLATE(coded_statement.code, 'Σİ', 'σi')) AS reason,
    coded_statement.document || ' ' || coded_statement.passage AS passage,
    coded_statement.coder
FROM coded_statement
CROSS JOIN process
