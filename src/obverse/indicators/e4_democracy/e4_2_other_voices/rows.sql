SELECT
    'complaint' AS source_table,
    complaint.row_in_file AS source_row,
    CASE
        WHEN CAST(complaint.at AS DATE) > process.as_of THEN 'after_audit'
        WHEN complaint.kind NOT IN ('oversight', 'prevention', 'judgement') THEN 'other_kind'
        WHEN process.start_on IS NULL THEN 'no_start'
    END AS left_out,
    'voice' AS part,
    complaint.kind,
    days_between(process.start_on, CAST(complaint.at AS DATE)) AS from_start,
    CAST(NULL AS STRING) AS role,
    CAST(NULL AS STRING) AS unit,
    CAST(NULL AS STRING) AS respondent,
    CAST(NULL AS BIGINT) AS mass,
    CAST(NULL AS BIGINT) AS degree
FROM complaint
CROSS JOIN process

UNION ALL

SELECT
    'survey_answer' AS source_table,
    item_answer.row_in_file AS source_row,
    CASE
        WHEN item_answer.left_out IS NOT NULL THEN item_answer.left_out
        WHEN item_answer.side <> 'internal' THEN 'not_inside'
        WHEN item_answer.degree IS NULL OR item_answer.degree > 4 THEN 'not_on_the_scale'
        WHEN item_answer.degree < 0 THEN 'cannot_say'
    END AS left_out,
    'answer' AS part,
    CAST(NULL AS STRING) AS kind,
    CAST(NULL AS BIGINT) AS from_start,
    item_answer.role,
    item_answer.unit,
    item_answer.respondent,
    item_answer.mass,
    item_answer.degree
FROM item_answer
WHERE item_answer.item = 'free_to_report'
