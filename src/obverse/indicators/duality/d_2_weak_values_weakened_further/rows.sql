WITH told AS (
    SELECT respondent, wave, public_value
    FROM item_answer
    WHERE item IN ('strengthened', 'weakened') AND degree >= 0 AND public_value IS NOT NULL
    GROUP BY respondent, wave, public_value
)
SELECT
    'survey_answer' AS source_table,
    item_answer.row_in_file AS source_row,
    CASE
        -- an earlier wave is where a starting strength belongs
        WHEN item_answer.left_out IS NOT NULL AND NOT (item_answer.left_out = 'other_wave' AND item_answer.item = 'before')
            THEN item_answer.left_out
        WHEN item_answer.public_value IS NULL THEN 'no_public_value'
        WHEN item_answer.degree = -1 THEN 'cannot_say'
        WHEN item_answer.degree IS NULL OR item_answer.degree > 4 THEN 'not_on_the_scale'
        WHEN item_answer.item = 'before' AND told.respondent IS NOT NULL THEN 'remembered'
    END AS left_out,
    item_answer.respondent AS respondent,
    item_answer.item AS item,
    item_answer.public_value AS public_value,
    item_answer.degree AS degree
FROM item_answer
LEFT JOIN told
    ON item_answer.item = 'before'
    AND told.respondent = item_answer.respondent
    AND told.wave = item_answer.wave
    AND told.public_value = item_answer.public_value
WHERE item_answer.item IN ('before', 'strengthened', 'weakened')
