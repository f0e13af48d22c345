SELECT
    'stakeholder_group' AS source_table,
    stakeholder_group.row_in_file AS source_row,
    CASE
        WHEN stakeholder_group.recorded_on > process.as_of THEN 'after_audit'
        WHEN stakeholder_group.side = 'internal' THEN 'internal'
    END AS left_out,
    'group' AS part,
    stakeholder_group.id,
    stakeholder_group.label,
    COALESCE(stakeholder_group.affected, 'unknown') AS affected,
    COALESCE(stakeholder_group.statutory, FALSE) AS statutory,
    -- 1 yes, 0 no, -1 unknown
    CASE WHEN stakeholder_group.advocate THEN 1 WHEN NOT stakeholder_group.advocate THEN 0 ELSE -1 END AS advocate,
    COALESCE(stakeholder_group.listed_by, '') AS listed_by,
    CAST(NULL AS STRING) AS respondent,
    CAST(NULL AS STRING) AS unit,
    CAST(NULL AS BIGINT) AS mass,
    CAST(NULL AS STRING) AS named
FROM stakeholder_group
CROSS JOIN process

UNION ALL

SELECT
    'survey_answer' AS source_table,
    item_answer.row_in_file AS source_row,
    item_answer.left_out,
    'answer' AS part,
    CAST(NULL AS STRING) AS id,
    stakeholder_group.label,
    CAST(NULL AS STRING) AS affected,
    FALSE AS statutory,
    CAST(NULL AS BIGINT) AS advocate,
    CAST(NULL AS STRING) AS listed_by,
    item_answer.respondent,
    item_answer.unit,
    item_answer.mass,
    stakeholder_group.id AS named
FROM item_answer
LEFT JOIN stakeholder_group ON LOWER(TRANSLATE(stakeholder_group.id, 'Σİ', 'σi')) = LOWER(TRANSLATE(item_answer.answer, 'Σİ', 'σi'))
WHERE item_answer.item = 'missing_interest'
