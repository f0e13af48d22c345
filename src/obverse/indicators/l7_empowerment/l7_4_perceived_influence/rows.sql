SELECT
    'survey_answer' AS source_table,
    item_answer.row_in_file AS source_row,
    CASE
        WHEN item_answer.left_out IS NOT NULL THEN item_answer.left_out
        WHEN item_answer.item = 'experienced_influence' AND item_answer.side <> 'participant'
            OR item_answer.item = 'settled_before' AND item_answer.side <> 'internal' THEN 'not_asked_of_them'
        WHEN SUBSTR(item_answer.item, 1, 5) = 'attr_' AND attribute_category.category IS NULL THEN 'no_category'
        WHEN SUBSTR(item_answer.item, 1, 5) <> 'attr_'
            AND (item_answer.degree IS NULL OR item_answer.degree > 4) THEN 'not_on_the_scale'
    END AS left_out,
    item_answer.respondent AS respondent,
    item_answer.role AS role,
    item_answer.item AS item,
    item_answer.unit AS unit,
    item_answer.mass AS mass,
    item_answer.degree AS degree,
    attribute_category.variable AS variable,
    CASE WHEN attribute_category.worst_first = 1 THEN 1 ELSE 0 END AS worst_off
FROM item_answer
LEFT JOIN attribute_category
    ON item_answer.item = 'attr_' || attribute_category.variable
    AND LOWER(TRANSLATE(item_answer.answer, 'Σİ', 'σi')) = LOWER(TRANSLATE(attribute_category.category, 'Σİ', 'σi'))
    AND attribute_category.ordered
WHERE item_answer.item IN ('experienced_influence', 'settled_before') OR SUBSTR(item_answer.item, 1, 5) = 'attr_'
