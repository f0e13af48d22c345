SELECT
    'survey_answer' AS source_table,
    item_answer.row_in_file AS source_row,
    CASE
        WHEN item_answer.left_out IS NOT NULL THEN item_answer.left_out
        WHEN item_answer.degree IS NULL OR item_answer.degree > 4 THEN 'not_on_the_scale'
    END AS left_out,
    item_answer.respondent AS respondent,
    item_answer.side AS side,
    item_answer.role AS role,
    item_answer.unit AS unit,
    item_answer.mass AS mass,
    item_answer.degree AS degree
FROM item_answer
WHERE item_answer.item = 'threatened'
