SELECT
    'goal' AS source_table,
    goal.row_in_file AS source_row,
    CASE WHEN goal.recorded_on > process.as_of THEN 'after_audit' END AS left_out,
    goal.id AS goal,
    goal.owner_group AS party,
    COALESCE(stakeholder_group.label, goal.owner_group) AS label,
    CASE
        WHEN goal.recorded_on IS NULL OR process.start_on IS NULL THEN 'unknown'
        WHEN goal.recorded_on <= process.start_on THEN 'before'
        ELSE 'later'
    END AS moment,
    CASE WHEN goal.replaces IS NULL THEN 0 ELSE 1 END AS renegotiated
FROM goal
CROSS JOIN process
LEFT JOIN stakeholder_group ON stakeholder_group.id = goal.owner_group
UNION ALL
SELECT
    'stakeholder_group' AS source_table,
    stakeholder_group.row_in_file AS source_row,
    CASE WHEN stakeholder_group.recorded_on > process.as_of THEN 'after_audit' END AS left_out,
    CAST(NULL AS STRING) AS goal,
    stakeholder_group.id AS party,
    stakeholder_group.label AS label,
    'none' AS moment,
    0 AS renegotiated
FROM stakeholder_group
CROSS JOIN process
