SELECT
    source_table,
    stage,
    activity,
    variable,
    place,
    CAST(SUM(COALESCE(people, 0)) AS BIGINT) AS people,
    COUNT(DISTINCT category) AS categories,
    CAST(SUM(CASE WHEN people IS NULL THEN 1 ELSE 0 END) AS BIGINT) AS unknown
FROM selected_rows
WHERE left_out IS NULL AND variable IS NOT NULL
GROUP BY source_table, stage, activity, variable, place
ORDER BY source_table, stage, activity, variable, place
