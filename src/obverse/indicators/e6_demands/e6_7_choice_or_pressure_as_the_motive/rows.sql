WITH person AS (
    SELECT respondent
    FROM item_answer
    WHERE item IN ('reason', 'could_refuse') AND side = 'participant'
    GROUP BY respondent
)

SELECT
    'survey_answer' AS source_table,
    item_answer.row_in_file AS source_row,
    CASE
        WHEN item_answer.side <> 'participant' THEN 'not_a_participant'
        WHEN item_answer.left_out IS NOT NULL THEN item_answer.left_out
        WHEN item_answer.collected_by = 'front_line_staff' THEN 'asked_by_the_service'
        WHEN item_answer.item IN ('reason', 'could_refuse') AND LOWER(TRANSLATE(item_answer.answer, 'Σİ', 'σi')) = 'cannot_say' THEN 'cannot_say'
        WHEN item_answer.item = 'could_refuse' AND LOWER(TRANSLATE(item_answer.answer, 'Σİ', 'σi')) NOT IN ('yes', 'no') THEN 'not_an_option'
        WHEN SUBSTR(item_answer.item, 1, 5) = 'attr_' AND attribute_category.category IS NULL THEN 'no_category'
    END AS left_out,
    CASE WHEN SUBSTR(item_answer.item, 1, 5) = 'attr_' THEN 'standing' ELSE item_answer.item END AS part,
    item_answer.respondent,
    item_answer.unit,
    item_answer.mass,
    LOWER(TRANSLATE(item_answer.answer, 'Σİ', 'σi')) AS answer,
    -- what others or fear ask for, what one wants oneself, and giving back, which may be either
    CASE
        WHEN LOWER(TRANSLATE(item_answer.answer, 'Σİ', 'σi')) IN (
            'asked', 'expected', 'asked_or_expected', 'needed_for_service', 'pressure', 'duty', 'debt', 'guilt',
            'fear_of_loss'
        )
            THEN 'controlled'
        WHEN LOWER(TRANSLATE(item_answer.answer, 'Σİ', 'σi')) IN ('giving_back', 'giving_something_back') THEN 'giving_back'
        WHEN LOWER(TRANSLATE(item_answer.answer, 'Σİ', 'σi')) IN (
            'interest', 'quality_concern', 'quality', 'value', 'values', 'enjoyment', 'learning', 'company', 'to_help'
        )
            THEN 'autonomous'
        ELSE 'other_reason'
    END AS motive,
    attribute_category.variable,
    CASE WHEN attribute_category.worst_first = 1 THEN 1 ELSE 0 END AS worst_off
FROM item_answer
INNER JOIN person ON person.respondent = item_answer.respondent
LEFT JOIN attribute_category
    ON item_answer.item = 'attr_' || attribute_category.variable
    AND LOWER(TRANSLATE(item_answer.answer, 'Σİ', 'σi')) = LOWER(TRANSLATE(attribute_category.category, 'Σİ', 'σi'))
    AND attribute_category.ordered
WHERE item_answer.item IN ('reason', 'could_refuse') OR SUBSTR(item_answer.item, 1, 5) = 'attr_'
