WITH asked AS (
    SELECT respondent
    FROM item_answer
    WHERE item = 'able'
    GROUP BY respondent
)
SELECT
    'survey_answer' AS source_table,
    item_answer.row_in_file AS source_row,
    CASE
        WHEN item_answer.left_out IS NOT NULL THEN item_answer.left_out
        WHEN item_answer.item = 'able' AND item_answer.side NOT IN ('participant', 'non_participant') THEN 'not_asked'
        WHEN item_answer.item = 'able' AND item_answer.degree = -1 THEN 'cannot_say'
        WHEN item_answer.item = 'able' AND (item_answer.degree IS NULL OR item_answer.degree > 4)
            THEN 'not_on_the_scale'
        WHEN item_answer.item <> 'able' AND attribute_category.category IS NULL THEN 'no_category'
    END AS left_out,
    item_answer.respondent,
    item_answer.side,
    item_answer.unit,
    item_answer.mass,
    CASE WHEN item_answer.item = 'able' THEN item_answer.degree END AS degree,
    attribute_category.variable,
    CASE WHEN attribute_category.worst_first = 1 THEN 1 ELSE 0 END AS worst_off
FROM item_answer
INNER JOIN asked ON asked.respondent = item_answer.respondent
LEFT JOIN attribute_category
    ON LOWER(TRANSLATE(item_answer.item, 'Σİ', 'σi')) = 'attr_' || LOWER(TRANSLATE(attribute_category.variable, 'Σİ', 'σi'))
    AND LOWER(TRANSLATE(item_answer.answer, 'Σİ', 'σi')) = LOWER(TRANSLATE(attribute_category.category, 'Σİ', 'σi'))
    AND attribute_category.ordered
WHERE item_answer.item = 'able' OR SUBSTR(LOWER(TRANSLATE(item_answer.item, 'Σİ', 'σi')), 1, 5) = 'attr_'
