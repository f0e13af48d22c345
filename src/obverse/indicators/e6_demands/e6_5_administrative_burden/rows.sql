WITH person AS (
    SELECT respondent
    FROM item_answer
    WHERE item IN ('burden_learning', 'burden_compliance', 'burden_psychological')
    GROUP BY respondent
)

SELECT
    'survey_answer' AS source_table,
    item_answer.row_in_file AS source_row,
    CASE
        WHEN item_answer.left_out IS NOT NULL THEN item_answer.left_out
        WHEN item_answer.collected_by = 'front_line_staff' THEN 'asked_by_the_service'
        WHEN SUBSTR(item_answer.item, 1, 7) = 'burden_'
            AND (item_answer.degree IS NULL OR item_answer.degree NOT IN (0, 1, 2, 3, 4))
            THEN 'not_on_the_scale'
        WHEN item_answer.item = 'outcome' AND LOWER(TRANSLATE(item_answer.answer, 'Σİ', 'σi')) NOT IN ('granted', 'refused', 'pending')
            THEN 'not_an_option'
        WHEN SUBSTR(item_answer.item, 1, 5) = 'attr_' AND attribute_category.category IS NULL THEN 'no_category'
    END AS left_out,
    CASE
        WHEN item_answer.item = 'outcome' THEN 'outcome'
        WHEN SUBSTR(item_answer.item, 1, 5) = 'attr_' THEN 'standing'
        ELSE 'burden'
    END AS part,
    item_answer.respondent,
    item_answer.unit,
    item_answer.mass,
    item_answer.item,
    item_answer.degree,
    LOWER(TRANSLATE(item_answer.answer, 'Σİ', 'σi')) AS outcome,
    attribute_category.variable,
    CASE WHEN attribute_category.worst_first = 1 THEN 1 ELSE 0 END AS worst_off,
    CAST(NULL AS BIGINT) AS reasoned
FROM item_answer
INNER JOIN person ON person.respondent = item_answer.respondent
LEFT JOIN attribute_category
    ON item_answer.item = 'attr_' || attribute_category.variable
    AND LOWER(TRANSLATE(item_answer.answer, 'Σİ', 'σi')) = LOWER(TRANSLATE(attribute_category.category, 'Σİ', 'σi'))
    AND attribute_category.ordered
WHERE item_answer.item IN ('burden_learning', 'burden_compliance', 'burden_psychological', 'outcome')
    OR SUBSTR(item_answer.item, 1, 5) = 'attr_'

UNION ALL

SELECT
    'access_rule' AS source_table,
    access_rule.row_in_file AS source_row,
    CASE
        WHEN access_rule.since > process.as_of THEN 'after_audit'
        WHEN access_rule.until < process.as_of THEN 'no_longer_in_force'
    END AS left_out,
    'rule' AS part,
    CAST(NULL AS STRING) AS respondent,
    CAST(NULL AS STRING) AS unit,
    CAST(NULL AS BIGINT) AS mass,
    access_rule.kind AS item,
    CAST(NULL AS BIGINT) AS degree,
    CAST(NULL AS STRING) AS outcome,
    CAST(NULL AS STRING) AS variable,
    CAST(NULL AS BIGINT) AS worst_off,
    CASE WHEN access_rule.justified THEN 1 WHEN NOT access_rule.justified THEN 0 ELSE -1 END AS reasoned
FROM access_rule
CROSS JOIN process
