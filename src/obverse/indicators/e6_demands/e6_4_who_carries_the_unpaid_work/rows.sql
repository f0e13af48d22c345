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

ranked_area AS (
    SELECT LOWER(TRANSLATE(id, 'Σİ', 'σi')) AS category, MIN(deprivation_rank) AS place
    FROM neighbourhood
    GROUP BY LOWER(TRANSLATE(id, 'Σİ', 'σi'))
),

noted AS (
    SELECT COUNT(COALESCE(participation.hours, event.hours)) AS hours
    FROM participation
    LEFT JOIN event ON event.id = participation.event
    WHERE participation.activity = 'work'
),

aside AS (
    -- few are no citizens who work unpaid, so that this is a small side of the join
    SELECT
        id,
        CASE WHEN kind = 'organisation' THEN 'not_a_person' ELSE 'paid_or_official' END AS left_out
    FROM actor
    WHERE kind = 'organisation'
        OR staff_or_test
        OR role IN (
            'elected_majority', 'elected_opposition', 'senior_public_manager', 'project_manager',
            'front_line_staff', 'other_department', 'facilitator'
        )
),

worked AS (
    SELECT
        participation.row_in_file,
        CASE
            WHEN participation.activity IS NULL THEN 'activity_not_noted'
            WHEN participation.activity <> 'work' THEN 'not_work'
            WHEN COALESCE(participation."date", CAST(event."start" AS DATE)) > process.as_of THEN 'after_audit'
            WHEN aside.id IS NOT NULL THEN aside.left_out
            WHEN noted.hours > 0 AND COALESCE(participation.hours, event.hours) IS NULL THEN 'no_hours'
            WHEN COALESCE(participation.hours, event.hours) < 0 THEN 'no_hours'
        END AS left_out,
        participation.actor,
        CAST(ROUND(60 * participation.n * COALESCE(participation.hours, event.hours)) AS BIGINT) AS minutes
    FROM participation
    CROSS JOIN process
    CROSS JOIN noted
    LEFT JOIN aside ON aside.id = participation.actor
    LEFT JOIN event ON event.id = participation.event
),

counted AS (
    SELECT
        stage_count.source_table,
        stage_count.row_in_file,
        stage_count.source_rows,
        stage_count.left_out,
        stage_count.stage,
        stage_count.category,
        stage_count.people,
        CASE
            WHEN ordered_variable.variable IS NOT NULL THEN stage_count.variable
            WHEN LOWER(TRANSLATE(stage_count.variable, 'Σİ', 'σi')) IN (
                'area', 'areas', 'neighbourhood', 'neighborhood', 'quartier', 'secteur', 'district', 'ward'
            )
                THEN 'areas'
        END AS variable
    FROM stage_count
    LEFT JOIN ordered_variable ON ordered_variable.variable = stage_count.variable
    WHERE stage_count.stage = 'population'
        OR (
            stage_count.source_table = 'group_count'
            AND stage_count.stage = 'attended'
            AND stage_count.activity = 'work'
        )
)

SELECT
    counted.source_table,
    counted.row_in_file AS source_row,
    counted.source_rows,
    CASE
        WHEN counted.left_out IS NOT NULL THEN counted.left_out
        WHEN counted.variable IS NULL THEN 'no_order'
        WHEN counted.people IS NULL OR counted.people < 0 THEN 'no_people'
    END AS left_out,
    CASE WHEN counted.stage = 'population' THEN 'population' ELSE 'counted' END AS part,
    counted.variable,
    -- -1 stands for a place that nobody knows
    CASE WHEN counted.variable = 'areas' THEN COALESCE(ranked_area.place, -1) ELSE COALESCE(ladder.place, -1) END
        AS place,
    counted.people,
    CAST(NULL AS STRING) AS actor,
    CAST(NULL AS BIGINT) AS minutes,
    CAST(NULL AS BIGINT) AS amount
FROM counted
LEFT JOIN ladder ON ladder.variable = counted.variable AND ladder.category = LOWER(TRANSLATE(counted.category, 'Σİ', 'σi'))
LEFT JOIN ranked_area ON counted.variable = 'areas' AND ranked_area.category = LOWER(TRANSLATE(counted.category, 'Σİ', 'σi'))

UNION ALL

SELECT
    'neighbourhood' AS source_table,
    neighbourhood.row_in_file AS source_row,
    CAST(1 AS BIGINT) AS source_rows,
    CASE
        WHEN neighbourhood.deprivation_rank IS NULL THEN 'no_rank'
        WHEN neighbourhood.population IS NULL OR neighbourhood.population <= 0 THEN 'no_people'
    END AS left_out,
    'area' AS part,
    'areas' AS variable,
    neighbourhood.deprivation_rank AS place,
    neighbourhood.population AS people,
    CAST(NULL AS STRING) AS actor,
    CAST(NULL AS BIGINT) AS minutes,
    CAST(NULL AS BIGINT) AS amount
FROM neighbourhood

UNION ALL

SELECT
    'participation' AS source_table,
    MIN(row_in_file) AS source_row,
    COUNT(*) AS source_rows,
    left_out,
    'work' AS part,
    CAST(NULL AS STRING) AS variable,
    CAST(NULL AS BIGINT) AS place,
    CAST(NULL AS BIGINT) AS people,
    actor,
    CAST(SUM(minutes) AS BIGINT) AS minutes,
    CAST(NULL AS BIGINT) AS amount
FROM worked
GROUP BY left_out, actor

UNION ALL

SELECT
    'benefit' AS source_table,
    benefit.row_in_file AS source_row,
    CAST(1 AS BIGINT) AS source_rows,
    CASE
        WHEN benefit."date" > process.as_of THEN 'after_audit'
        WHEN benefit.amount IS NULL OR benefit.amount <= 0 THEN 'no_gain'
        WHEN benefit.area IS NULL OR ranked_area.place IS NULL THEN 'no_rank'
    END AS left_out,
    'benefit' AS part,
    'areas' AS variable,
    ranked_area.place,
    CAST(NULL AS BIGINT) AS people,
    CAST(NULL AS STRING) AS actor,
    CAST(NULL AS BIGINT) AS minutes,
    CAST(ROUND(100 * benefit.amount) AS BIGINT) AS amount
FROM benefit
CROSS JOIN process
LEFT JOIN ranked_area ON ranked_area.category = LOWER(TRANSLATE(benefit.area, 'Σİ', 'σi'))
