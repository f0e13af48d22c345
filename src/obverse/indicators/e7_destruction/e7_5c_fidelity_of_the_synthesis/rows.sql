WITH coded AS (
    SELECT
        coded_statement.row_in_file,
        coded_statement.document,
        LOWER(coded_statement.passage) AS passage,
        LOWER(TRIM(coded_statement.code)) AS topic,
        -- passages of one author resemble each other
        COALESCE(
            'author ' || contribution.author, CONCAT(coded_statement.document, ' ', LOWER(coded_statement.passage))
        ) AS writer,
        coded_statement.direction,
        CASE
            WHEN document.kind = 'synthesis' THEN 'summary'
            WHEN contribution.id IS NOT NULL OR LOWER(document.title) LIKE '%contribution%' THEN 'sample'
        END AS measure,
        CASE
            WHEN document."date" > process.as_of THEN 'after_audit'
            WHEN COALESCE(coded_statement.coder, '') > MIN(COALESCE(coded_statement.coder, '')) OVER (
                PARTITION BY coded_statement.document, coded_statement.passage
            ) THEN 'second_coder'
        END AS left_out
    FROM coded_statement
    CROSS JOIN process
    LEFT JOIN document ON document.id = coded_statement.document
    LEFT JOIN contribution ON LOWER(contribution.id) = LOWER(coded_statement.passage)
)
SELECT
    'coded_statement' AS source_table,
    coded.row_in_file AS source_row,
    CASE
        WHEN coded.left_out IS NOT NULL THEN coded.left_out
        WHEN coded.measure IS NULL THEN 'other_document'
    END AS left_out,
    coded.measure AS measure,
    CONCAT(coded.document, ' ', coded.passage) AS voice,
    coded.writer AS writer,
    coded.topic AS topic,
    CASE
        WHEN coded.direction IN ('weakened', 'both') THEN 1
        WHEN coded.direction IN ('strengthened', 'neutral') THEN 0
        ELSE -1
    END AS critical,
    -1 AS kept
FROM coded
UNION ALL
SELECT
    'contribution' AS source_table,
    contribution.row_in_file AS source_row,
    CASE
        WHEN CAST(contribution.created_at AS DATE) > process.as_of THEN 'after_audit'
        WHEN contribution.seed THEN 'seed'
        WHEN contribution.moderated = 'out' THEN 'moderated_out'
        WHEN contribution.state = 'withdrawn' OR contribution.withdrawn_at IS NOT NULL THEN 'withdrawn'
    END AS left_out,
    'contribution' AS measure,
    COALESCE(contribution.author, CONCAT('contribution ', contribution.id)) AS voice,
    COALESCE(contribution.author, CONCAT('contribution ', contribution.id)) AS writer,
    LOWER(TRIM(contribution.topic)) AS topic,
    CASE contribution.aligned WHEN '-1' THEN 1 WHEN '0' THEN 0 WHEN '1' THEN 0 ELSE -1 END AS critical,
    CASE WHEN contribution.in_synthesis THEN 1 WHEN NOT contribution.in_synthesis THEN 0 ELSE -1 END AS kept
FROM contribution
CROSS JOIN process
