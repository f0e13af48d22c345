SELECT
    'survey_answer' AS source_table,
    row_in_file AS source_row,
    CASE
        WHEN left_out IS NOT NULL THEN left_out
        WHEN LOWER(TRANSLATE(answer, 'Σİ', 'σi')) NOT IN ('less', 'as_much', 'same', 'more', 'cannot_say') THEN 'not_an_option'
    END AS left_out,
    respondent,
    side,
    role,
    unit,
    mass,
    CASE WHEN LOWER(TRANSLATE(answer, 'Σİ', 'σi')) = 'same' THEN 'as_much' ELSE LOWER(TRANSLATE(answer, 'Σİ', 'σi')) END AS answer
FROM item_answer
WHERE item = 'body_does'
