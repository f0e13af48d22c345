SELECT
    stage,
    activity,
    variable,
    category,
    CAST(SUM(people) AS BIGINT) AS people
FROM selected_rows
WHERE left_out IS NULL AND source_table IN ('group_count', 'reference_population')
GROUP BY stage, activity, variable, category
ORDER BY stage, activity, variable, category
