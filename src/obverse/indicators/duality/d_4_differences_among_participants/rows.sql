SELECT
    'survey_answer' AS source_table,
    item_answer.row_in_file AS source_row,
    CASE
        WHEN item_answer.left_out IS NOT NULL THEN item_answer.left_out
        WHEN item_answer.side <> 'participant' THEN 'not_a_participant'
        WHEN SUBSTR(item_answer.item, 1, 5) = 'attr_' AND attribute_category.category IS NULL THEN 'no_category'
        WHEN SUBSTR(item_answer.item, 1, 5) <> 'attr_' AND item_answer.public_value IS NULL THEN 'no_public_value'
        WHEN SUBSTR(item_answer.item, 1, 5) <> 'attr_' AND item_answer.degree = -1 THEN 'cannot_say'
        WHEN SUBSTR(item_answer.item, 1, 5) <> 'attr_' AND (item_answer.degree IS NULL OR item_answer.degree > 4)
            THEN 'not_on_the_scale'
    END AS left_out,
    item_answer.respondent AS respondent,
    item_answer.role AS role,
    item_answer.item AS item,
    item_answer.public_value AS public_value,
    item_answer.unit AS unit,
    item_answer.mass AS mass,
    item_answer.degree AS degree,
    attribute_category.variable AS variable,
    attribute_category.category AS category,
    CASE WHEN attribute_category.ordered THEN attribute_category.worst_first ELSE attribute_category.place END AS place
FROM item_answer
LEFT JOIN attribute_category
    ON item_answer.item = 'attr_' || attribute_category.variable
    AND item_answer.answer = attribute_category.category
WHERE item_answer.item IN ('strengthened', 'weakened') OR SUBSTR(item_answer.item, 1, 5) = 'attr_'
