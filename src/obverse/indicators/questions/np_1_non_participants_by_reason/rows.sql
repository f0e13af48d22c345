SELECT
    'survey_answer' AS source_table,
    item_answer.row_in_file AS source_row,
    CASE
        WHEN item_answer.left_out IS NOT NULL THEN item_answer.left_out
        WHEN item_answer.side <> 'non_participant' THEN 'took_part'
        WHEN LOWER(TRANSLATE(item_answer.answer, 'Σİ', 'σi')) NOT IN (
            'not_told', 'no_time', 'not_for_me', 'could_not', 'no_point', 'other_ways', 'not_interested', 'cannot_say'
        )
            THEN 'not_an_option'
    END AS left_out,
    'reason' AS part,
    LOWER(TRANSLATE(item_answer.answer, 'Σİ', 'σi')) AS reason,
    item_answer.respondent,
    item_answer.unit,
    item_answer.mass,
    CAST(NULL AS STRING) AS variable,
    1 AS people
FROM item_answer
WHERE item_answer.item = 'stayed_away'

UNION ALL

SELECT
    'applicant' AS source_table,
    applicant.row_in_file AS source_row,
    CASE
        WHEN applicant.asked_on > process.as_of OR applicant.recorded_on > process.as_of THEN 'after_audit'
        WHEN applicant.outcome = 'waiting' THEN 'waiting'
    END AS left_out,
    'request' AS part,
    applicant.outcome AS reason,
    CAST(NULL AS STRING) AS respondent,
    CAST(NULL AS STRING) AS unit,
    CAST(NULL AS BIGINT) AS mass,
    CAST(NULL AS STRING) AS variable,
    applicant.n AS people
FROM applicant
CROSS JOIN process

UNION ALL

SELECT
    'actor' AS source_table,
    actor.row_in_file AS source_row,
    CASE
        WHEN actor.kind = 'organisation' THEN 'not_a_person'
        WHEN actor.staff_or_test THEN 'staff_or_test'
        WHEN actor.joined_on > process.as_of THEN 'after_audit'
        WHEN NOT COALESCE(actor.participant, actor.joined_on IS NOT NULL OR actor.left_on IS NOT NULL, FALSE)
            THEN 'never_joined'
    END AS left_out,
    'member' AS part,
    CASE
        WHEN actor.left_on > process.as_of THEN 'stayed'
        WHEN actor.left_on IS NULL AND actor.exit_kind IS NULL THEN 'stayed'
        WHEN actor.exit_kind = 'unplanned' THEN 'dropped_out'
        WHEN actor.exit_kind = 'planned' THEN 'stayed'
        ELSE 'unknown'
    END AS reason,
    CAST(NULL AS STRING) AS respondent,
    CAST(NULL AS STRING) AS unit,
    CAST(NULL AS BIGINT) AS mass,
    CAST(NULL AS STRING) AS variable,
    1 AS people
FROM actor
CROSS JOIN process

UNION ALL

SELECT
    'group_count' AS source_table,
    group_count.row_in_file AS source_row,
    CASE
        WHEN group_count.recorded_on > process.as_of THEN 'after_audit'
        WHEN group_count.stage NOT IN ('affected', 'informed') THEN 'other_step'
    END AS left_out,
    'step' AS part,
    group_count.stage AS reason,
    CAST(NULL AS STRING) AS respondent,
    CAST(NULL AS STRING) AS unit,
    CAST(NULL AS BIGINT) AS mass,
    group_count.variable,
    group_count."count" AS people
FROM group_count
CROSS JOIN process
