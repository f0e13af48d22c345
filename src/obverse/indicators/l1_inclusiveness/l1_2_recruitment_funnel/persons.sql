WITH person AS (
    SELECT
        actor,
        activity,
        MAX(CASE WHEN source_table = 'actor' THEN 1 ELSE 0 END) AS registered,
        MAX(CASE WHEN source_table = 'participation' THEN 1 ELSE 0 END) AS attended,
        CASE WHEN MAX(spoke) = 1 THEN 1 ELSE 0 END AS spoke,
        CASE
            WHEN MAX(spoke) = 1 THEN 1
            WHEN MIN(CASE WHEN spoke IS NULL THEN 0 ELSE 1 END) = 1 THEN 1
            ELSE 0
        END AS heard,
        CASE WHEN MIN(occasion) <> MAX(occasion) THEN 1 ELSE 0 END AS returned
    FROM selected_rows
    WHERE left_out IS NULL AND source_table IN ('actor', 'participation')
    GROUP BY source_table, actor, activity
),
grouped AS (
    SELECT
        person.activity,
        actor_attribute.variable,
        actor_attribute.category,
        person.registered,
        person.attended,
        person.heard,
        person.spoke,
        person.returned
    FROM person
    INNER JOIN actor_attribute ON actor_attribute.id = person.actor
    UNION ALL
    SELECT
        activity,
        '' AS variable,
        '' AS category,
        registered,
        attended,
        heard,
        spoke,
        returned
    FROM person
)
SELECT
    activity,
    variable,
    category,
    CAST(SUM(registered) AS BIGINT) AS registered,
    CAST(SUM(attended) AS BIGINT) AS attended,
    CAST(SUM(CASE WHEN attended = 1 THEN heard ELSE 0 END) AS BIGINT) AS heard,
    CAST(SUM(spoke) AS BIGINT) AS spoke,
    CAST(SUM(returned) AS BIGINT) AS returned
FROM grouped
GROUP BY activity, variable, category
ORDER BY activity, variable, category
