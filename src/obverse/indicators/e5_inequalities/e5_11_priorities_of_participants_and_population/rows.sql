SELECT
    'survey_answer' AS source_table,
    item_answer.row_in_file AS source_row,
    CASE
        WHEN item_answer.left_out IS NOT NULL THEN item_answer.left_out
        WHEN item_answer.side NOT IN ('participant', 'non_participant') THEN 'not_compared'
        WHEN item_answer.item = 'importance' AND item_answer.public_value IS NULL THEN 'no_public_value'
        WHEN item_answer.item = 'importance' AND item_answer.degree = -1 THEN 'cannot_say'
        WHEN item_answer.item = 'importance' AND (item_answer.degree IS NULL OR item_answer.degree > 4)
            THEN 'not_on_the_scale'
        WHEN item_answer.item = 'priority' AND item_answer.answer = 'cannot_say' THEN 'cannot_say'
    END AS left_out,
    CASE WHEN item_answer.item = 'importance' THEN 'values' ELSE 'priority' END AS kind,
    item_answer.respondent,
    item_answer.side,
    item_answer.unit,
    item_answer.mass,
    CASE WHEN item_answer.item = 'importance' THEN item_answer.public_value ELSE item_answer.answer END AS topic,
    CASE WHEN item_answer.item = 'importance' THEN item_answer.degree ELSE 4 END AS degree
FROM item_answer
WHERE item_answer.item IN ('importance', 'priority')

UNION ALL

SELECT
    'goal_rank' AS source_table,
    ranked.row_in_file AS source_row,
    CASE
        WHEN ranked.recorded_on > process.as_of THEN 'after_audit'
        WHEN ranked.side = 'other' THEN 'not_compared'
        WHEN ranked.rank <> 1 THEN 'not_first'
    END AS left_out,
    'goals' AS kind,
    ranked.respondent,
    ranked.side,
    '' AS unit,
    1000000 AS mass,
    ranked.goal AS topic,
    4 AS degree
FROM (
    SELECT
        goal_rank.row_in_file,
        goal_rank.recorded_on,
        goal_rank.respondent,
        goal_rank.goal,
        goal_rank.rank,
        CASE
            WHEN goal_rank.role IN (
                'citizen_self_selected', 'citizen_drawn_by_lot', 'user_co_producer', 'volunteer',
                'association_partner', 'business'
            ) THEN 'participant'
            WHEN goal_rank.role IN (
                'invited_declined', 'never_reached', 'association_not_partner', 'service_user_not_involved',
                'family_carer', 'neighbour'
            ) THEN 'non_participant'
            ELSE 'other'
        END AS side
    FROM goal_rank
) AS ranked
CROSS JOIN process
