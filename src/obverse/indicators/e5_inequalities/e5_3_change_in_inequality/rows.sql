SELECT
    'benefit' AS source_table,
    benefit.row_in_file AS source_row,
    CASE
        WHEN benefit."date" > process.as_of THEN 'after_audit'
        WHEN benefit.amount <= 0 THEN 'no_gain'
        WHEN process.start_on IS NULL AND benefit."new" IS NULL THEN 'no_start'
        WHEN benefit."date" IS NULL AND benefit."new" IS NULL THEN 'undated'
    END AS left_out,
    'benefit' AS part,
    COALESCE(benefit.contribution, benefit.id) AS project,
    COALESCE(benefit.unit, '') AS unit,
    CASE
        WHEN benefit."date" < process.start_on THEN 'before'
        WHEN benefit."date" >= process.start_on THEN 'now'
        WHEN benefit."new" THEN 'now'
        ELSE 'before'
    END AS era,
    benefit.area,
    CAST(NULL AS STRING) AS service,
    FALSE AS comparison,
    CAST(NULL AS BIGINT) AS part_level,
    CAST(ROUND(benefit.amount * 100) AS BIGINT) AS hundredths,
    CAST(NULL AS BIGINT) AS deprivation_rank,
    CAST(NULL AS BIGINT) AS population
FROM benefit
CROSS JOIN process

UNION ALL

SELECT
    'service_volume' AS source_table,
    service_period.row_in_file AS source_row,
    CASE
        WHEN service_period.comes_later THEN 'after_audit'
        WHEN service_period.area IS NULL THEN 'no_area'
        WHEN service_period.part_level NOT IN (2, 4) THEN 'by_group'
        WHEN service_period.volume IS NULL THEN 'no_volume'
        WHEN service_period.era IS NULL THEN 'in_between'
    END AS left_out,
    'service' AS part,
    CAST(NULL AS STRING) AS project,
    CAST(NULL AS STRING) AS unit,
    service_period.era,
    service_period.area,
    service_period.service,
    COALESCE(service_period.comparison, FALSE) AS comparison,
    service_period.part_level,
    CAST(ROUND(service_period.volume * 100) AS BIGINT) AS hundredths,
    CAST(NULL AS BIGINT) AS deprivation_rank,
    CAST(NULL AS BIGINT) AS population
FROM service_period

UNION ALL

SELECT
    'neighbourhood' AS source_table,
    neighbourhood.row_in_file AS source_row,
    CASE
        WHEN neighbourhood.deprivation_rank IS NULL THEN 'no_rank'
        WHEN neighbourhood.population <= 0 THEN 'no_people'
    END AS left_out,
    'area' AS part,
    CAST(NULL AS STRING) AS project,
    CAST(NULL AS STRING) AS unit,
    CAST(NULL AS STRING) AS era,
    neighbourhood.id AS area,
    CAST(NULL AS STRING) AS service,
    FALSE AS comparison,
    CAST(NULL AS BIGINT) AS part_level,
    CAST(NULL AS BIGINT) AS hundredths,
    neighbourhood.deprivation_rank,
    neighbourhood.population
FROM neighbourhood
