WITH person AS (
    SELECT stage, activity, actor
    FROM selected_rows
    WHERE left_out IS NULL AND source_table IN ('actor', 'participation')
    GROUP BY stage, activity, actor
),
ladder AS (
    SELECT variable, LOWER(category) AS category, MIN(worst_first) AS place
    FROM attribute_category
    WHERE ordered
    GROUP BY variable, LOWER(category)
),
ordered_variable AS (
    SELECT variable
    FROM ladder
    GROUP BY variable
),
placed AS (
    -- -1 stands for people whose area nobody noted, -2 for those of an area without a rank
    SELECT
        person.stage,
        person.activity,
        'areas' AS variable,
        CASE WHEN actor.area IS NULL THEN -1 ELSE COALESCE(neighbourhood.deprivation_rank, -2) END AS place
    FROM person
    LEFT JOIN actor ON actor.id = person.actor
    LEFT JOIN neighbourhood ON neighbourhood.id = actor.area
    UNION ALL
    SELECT
        person.stage,
        person.activity,
        ordered_variable.variable,
        COALESCE(ladder.place, -1) AS place
    FROM person
    CROSS JOIN ordered_variable
    LEFT JOIN actor_attribute
        ON actor_attribute.id = person.actor AND actor_attribute.variable = ordered_variable.variable
    LEFT JOIN ladder
        ON ladder.variable = actor_attribute.variable AND ladder.category = LOWER(actor_attribute.category)
)
SELECT
    stage,
    activity,
    variable,
    place,
    COUNT(*) AS people
FROM placed
GROUP BY stage, activity, variable, place
ORDER BY stage, activity, variable, place
