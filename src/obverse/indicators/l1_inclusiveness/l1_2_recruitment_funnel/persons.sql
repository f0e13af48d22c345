SELECT
    activity,
    variable,
    category,
    CAST(SUM(CASE WHEN stage = 'registered' THEN people ELSE 0 END) AS BIGINT) AS registered,
    CAST(SUM(CASE WHEN stage = 'attended' THEN people ELSE 0 END) AS BIGINT) AS attended,
    CAST(SUM(heard) AS BIGINT) AS heard,
    CAST(SUM(spoke) AS BIGINT) AS spoke,
    CAST(SUM(returned) AS BIGINT) AS returned
FROM stage_group
WHERE grouped_by IN ('nothing', 'attribute')
GROUP BY activity, variable, category
ORDER BY activity, variable, category
