WITH worker AS (
    -- in quarters of an hour, so that many people who gave alike share a row; -1 where hours are not kept
    SELECT actor, CAST(COALESCE(ROUND(SUM(minutes) / NULLIF(15, 0)), -1) AS BIGINT) AS quarters
    FROM selected_rows
    WHERE left_out IS NULL AND part = 'work'
    GROUP BY actor
),

ladder AS (
    SELECT variable, LOWER(TRANSLATE(category, 'Σİ', 'σi')) AS category, MIN(worst_first) AS place
    FROM attribute_category
    WHERE ordered
    GROUP BY variable, LOWER(TRANSLATE(category, 'Σİ', 'σi'))
),

ordered_variable AS (
    SELECT variable
    FROM ladder
    GROUP BY variable
),

placed AS (
    SELECT 'areas' AS variable, COALESCE(neighbourhood.deprivation_rank, -1) AS place, worker.quarters
    FROM worker
    LEFT JOIN actor ON actor.id = worker.actor
    LEFT JOIN neighbourhood ON neighbourhood.id = actor.area
    UNION ALL
    SELECT ordered_variable.variable, COALESCE(ladder.place, -1) AS place, worker.quarters
    FROM worker
    CROSS JOIN ordered_variable
    LEFT JOIN actor_attribute
        ON actor_attribute.id = worker.actor AND actor_attribute.variable = ordered_variable.variable
    LEFT JOIN ladder
        ON ladder.variable = actor_attribute.variable AND ladder.category = LOWER(TRANSLATE(actor_attribute.category, 'Σİ', 'σi'))
)

SELECT variable, place, quarters, COUNT(*) AS people
FROM placed
GROUP BY variable, place, quarters
ORDER BY variable, place, quarters
