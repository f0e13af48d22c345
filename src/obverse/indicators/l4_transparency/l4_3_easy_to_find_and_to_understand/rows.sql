SELECT
    'survey_answer' AS source_table,
    item_answer.row_in_file AS source_row,
    CASE
        WHEN item_answer.left_out IS NOT NULL THEN item_answer.left_out
        WHEN item_answer.side IN ('internal', 'participant') THEN 'insider'
        WHEN LOWER(TRANSLATE(item_answer.answer, 'Σİ', 'σi')) NOT IN ('yes', 'no', 'cannot_say') THEN 'not_an_option'
    END AS left_out,
    'attempt' AS measure,
    item_answer.respondent AS respondent,
    -- who gave up has not found it
    CASE WHEN LOWER(TRANSLATE(item_answer.answer, 'Σİ', 'σi')) = 'yes' THEN 1 ELSE 0 END AS found,
    CAST(NULL AS BOOLEAN) AS with_address,
    CAST(NULL AS STRING) AS language
FROM item_answer
WHERE item_answer.item = 'found_answer'
UNION ALL
SELECT
    'document' AS source_table,
    document.row_in_file AS source_row,
    CASE
        WHEN document."date" > process.as_of OR document.published_on > process.as_of THEN 'after_audit'
        WHEN NOT COALESCE(document.public, document.published_on IS NOT NULL) THEN 'not_public'
    END AS left_out,
    'document' AS measure,
    CAST(NULL AS STRING) AS respondent,
    CAST(NULL AS BIGINT) AS found,
    document.url IS NOT NULL AS with_address,
    LOWER(TRANSLATE(document.language, 'Σİ', 'σi')) AS language
FROM document
CROSS JOIN process
