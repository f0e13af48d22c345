WITH ladder AS (
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
known AS (
    SELECT
        stage_group.stage,
        stage_group.activity,
        stage_group.variable,
        COALESCE(ladder.place, -1) AS place,
        stage_group.people
    FROM stage_group
    INNER JOIN ordered_variable ON ordered_variable.variable = stage_group.variable
    LEFT JOIN ladder
        ON ladder.variable = stage_group.variable AND ladder.category = LOWER(TRANSLATE(stage_group.category, 'Σİ', 'σi'))
    WHERE stage_group.grouped_by = 'attribute'
),
told AS (
    SELECT stage, activity, variable, SUM(people) AS people
    FROM known
    GROUP BY stage, activity, variable
),
placed AS (
    -- -1 stands for people whose area nobody noted, -2 for those of an area without a rank
    SELECT
        stage_group.stage,
        stage_group.activity,
        'areas' AS variable,
        CASE WHEN stage_group.category IS NULL THEN -1 ELSE COALESCE(neighbourhood.deprivation_rank, -2) END AS place,
        stage_group.people
    FROM stage_group
    LEFT JOIN neighbourhood ON neighbourhood.id = stage_group.category
    WHERE stage_group.grouped_by = 'area'
    UNION ALL
    SELECT stage, activity, variable, place, people FROM known
    UNION ALL
    -- of whom nothing is noted there is no line: they are all less the known ones
    SELECT
        stage_group.stage,
        stage_group.activity,
        ordered_variable.variable,
        -1 AS place,
        stage_group.people - COALESCE(told.people, 0) AS people
    FROM stage_group
    CROSS JOIN ordered_variable
    LEFT JOIN told
        ON told.stage = stage_group.stage
        AND told.activity = stage_group.activity
        AND told.variable = ordered_variable.variable
    WHERE stage_group.grouped_by = 'nothing' AND stage_group.people > COALESCE(told.people, 0)
)
SELECT
    stage,
    activity,
    variable,
    place,
    CAST(SUM(people) AS BIGINT) AS people
FROM placed
GROUP BY stage, activity, variable, place
ORDER BY stage, activity, variable, place
