WITH later AS (
    SELECT replaces AS id
    FROM goal
    CROSS JOIN process
    WHERE replaces IS NOT NULL AND (recorded_on IS NULL OR recorded_on <= process.as_of)
    GROUP BY replaces
)
SELECT
    'goal' AS source_table,
    goal.row_in_file AS source_row,
    CASE
        WHEN goal.recorded_on > process.as_of THEN 'after_audit'
        WHEN goal.recorded_on > process.end_on THEN 'written_afterwards'
        WHEN later.id IS NOT NULL THEN 'replaced'
        WHEN stakeholder_group.id IS NULL THEN 'owner_unknown'
        WHEN goal.attainment_owner IS NULL AND goal.attainment_third IS NULL THEN 'not_rated'
    END AS left_out,
    goal.id AS goal,
    goal.owner_group AS party,
    COALESCE(stakeholder_group.label, goal.owner_group) AS label,
    stakeholder_group.side AS side,
    -- 9 stands for a goal that was not rated
    COALESCE(goal.attainment_owner, 9) AS rated_by_owner,
    COALESCE(goal.attainment_third, 9) AS rated_by_third
FROM goal
CROSS JOIN process
LEFT JOIN stakeholder_group ON stakeholder_group.id = goal.owner_group
LEFT JOIN later ON later.id = goal.id
