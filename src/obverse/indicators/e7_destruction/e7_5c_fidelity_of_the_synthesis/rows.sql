WITH coded AS (
    SELECT
        coded_statement.row_in_file,
        coded_statement.document,
        LOWER(TRANSLATE(coded_statement.passage, 'Σİ', 'σi')) AS passage,
        LOWER(TRANSLATE(TRIM(BOTH ' ' FROM coded_statement.code), 'Σİ', 'σi')) AS topic,
        -- passages of one author resemble each other
        COALESCE(
            'author ' || contribution.author, coded_statement.document || ' ' || LOWER(TRANSLATE(coded_statement.passage, 'Σİ', 'σi'))
        ) AS writer,
        coded_statement.direction,
        CASE
            WHEN document.kind = 'synthesis' THEN 'summary'
            WHEN contribution.id IS NOT NULL OR LOWER(TRANSLATE(document.title, 'Σİ', 'σi')) LIKE '%contribution%' THEN 'sample'
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
    LEFT JOIN contribution ON LOWER(TRANSLATE(contribution.id, 'Σİ', 'σi')) = LOWER(TRANSLATE(coded_statement.passage, 'Σİ', 'σi'))
)
SELECT
    'coded_statement' AS source_table,
    coded.row_in_file AS source_row,
    CASE
        WHEN coded.left_out IS NOT NULL THEN coded.left_out
        WHEN coded.measure IS NULL THEN 'other_document'
    END AS left_out,
    coded.measure AS measure,
    coded.document || ' ' || coded.passage AS voice,
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
    COALESCE(contribution.author, 'contribution ' || contribution.id) AS voice,
    COALESCE(contribution.author, 'contribution ' || contribution.id) AS writer,
    LOWER(TRANSLATE(TRIM(BOTH ' ' FROM contribution.topic), 'Σİ', 'σi')) AS topic,
    CASE contribution.aligned WHEN '-1' THEN 1 WHEN '0' THEN 0 WHEN '1' THEN 0 ELSE -1 END AS critical,
    CASE WHEN contribution.in_synthesis THEN 1 WHEN NOT contribution.in_synthesis THEN 0 ELSE -1 END AS kept
FROM contribution
CROSS JOIN process
