WITH person AS (
    SELECT stage, activity, actor
    FROM selected_rows
    WHERE left_out IS NULL AND source_table IN ('actor', 'participation')
    GROUP BY stage, activity, actor
),
grouped AS (
    SELECT
        person.stage,
        person.activity,
        actor_attribute.variable,
        actor_attribute.category
    FROM person
    INNER JOIN actor_attribute ON actor_attribute.id = person.actor
    UNION ALL
    SELECT stage, activity, '' AS variable, '' AS category
    FROM person
)
SELECT
    stage,
    activity,
    variable,
    category,
    COUNT(*) AS people
FROM grouped
GROUP BY stage, activity, variable, category
ORDER BY stage, activity, variable, category
