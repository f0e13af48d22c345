SELECT
    stage,
    activity,
    variable,
    category,
    people
FROM stage_group
WHERE grouped_by IN ('nothing', 'attribute')
ORDER BY stage, activity, variable, category
