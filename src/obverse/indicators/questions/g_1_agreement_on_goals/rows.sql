WITH ranked AS (
    SELECT
        goal_rank.row_in_file,
        goal_rank.respondent,
        goal_rank.goal,
        goal_rank.rank,
        goal_rank.role,
        goal_rank.dropped_out,
        CASE WHEN goal_rank.recorded_on > process.as_of THEN 'after_audit' END AS reason
    FROM goal_rank
    CROSS JOIN process
),
goals AS (
    SELECT COUNT(DISTINCT goal) AS goals
    FROM ranked
    WHERE reason IS NULL
)
SELECT
    'goal_rank' AS source_table,
    ranked.row_in_file AS source_row,
    CASE
        WHEN ranked.reason IS NOT NULL THEN ranked.reason
        WHEN COUNT(CASE WHEN ranked.reason IS NULL THEN ranked.goal END) OVER (PARTITION BY ranked.respondent)
            < goals.goals THEN 'incomplete_ranking'
    END AS left_out,
    ranked.respondent AS respondent,
    ranked.goal AS goal,
    ranked.rank AS goal_place,
    CASE
        WHEN ranked.role IN (
            'elected_majority', 'elected_opposition', 'senior_public_manager', 'project_manager',
            'front_line_staff', 'other_department'
        ) THEN 'internal'
        WHEN ranked.role IN (
            'citizen_self_selected', 'citizen_drawn_by_lot', 'user_co_producer', 'volunteer',
            'association_partner', 'business', 'invited_declined', 'dropped_out', 'never_reached',
            'association_not_partner', 'service_user_not_involved', 'family_carer', 'neighbour'
        ) THEN 'external'
        ELSE 'neither'
    END AS side,
    CASE WHEN ranked.dropped_out OR ranked.role = 'dropped_out' THEN 1 ELSE 0 END AS dropped_out
FROM ranked
CROSS JOIN goals
