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
counted AS (
    SELECT
        stage_count.source_table,
        stage_count.row_in_file,
        stage_count.source_rows,
        stage_count.left_out,
        stage_count.stage,
        stage_count.activity,
        stage_count.category,
        stage_count.people,
        stage_count.actor,
        CASE
            WHEN ordered_variable.variable IS NOT NULL THEN stage_count.variable
            WHEN LOWER(TRANSLATE(stage_count.variable, 'Σİ', 'σi')) IN (
                'area', 'areas', 'neighbourhood', 'neighborhood', 'quartier', 'secteur', 'district', 'ward'
            )
                THEN 'areas'
        END AS variable
    FROM stage_count
    LEFT JOIN ordered_variable ON ordered_variable.variable = stage_count.variable
    WHERE stage_count.stage IN ('population', 'registered', 'attended', 'voted')
)
SELECT
    counted.source_table,
    counted.row_in_file AS source_row,
    counted.source_rows,
    CASE
        WHEN counted.left_out IS NOT NULL THEN counted.left_out
        WHEN counted.source_table NOT IN ('actor', 'participation') AND counted.variable IS NULL THEN 'no_order'
        WHEN counted.people < 0 THEN 'no_people'
        WHEN counted.variable = 'areas' AND ranked_area.category IS NOT NULL AND ranked_area.place IS NULL
            THEN 'no_rank'
    END AS left_out,
    counted.stage,
    counted.activity,
    counted.variable,
    counted.category,
    -- -1 stands for people whom nobody could place
    CASE
        WHEN counted.variable = 'areas' THEN COALESCE(ranked_area.place, -1)
        WHEN counted.variable IS NOT NULL THEN COALESCE(ladder.place, -1)
    END AS place,
    counted.people,
    counted.actor
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
        WHEN neighbourhood.population <= 0 THEN 'no_people'
    END AS left_out,
    'population' AS stage,
    'any' AS activity,
    'areas' AS variable,
    neighbourhood.id AS category,
    neighbourhood.deprivation_rank AS place,
    neighbourhood.population AS people,
    CAST(NULL AS STRING) AS actor
FROM neighbourhood
