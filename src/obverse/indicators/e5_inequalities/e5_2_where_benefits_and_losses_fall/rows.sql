SELECT
    'service_volume' AS source_table,
    site_period.row_in_file AS source_row,
    site_period.left_out,
    'site' AS part,
    site_period.service,
    site_period.site,
    site_period.area,
    site_period.served_first,
    site_period.served_first AND site_period.operator IN ('public', 'commissioned') AS public_first,
    site_period.open_last,
    site_period.open_last AND site_period.operator IN ('association', 'volunteers') AS community_last,
    site_period.is_last
        AND site_period.is_open IS NOT NULL
        AND (site_period.operator IS NOT NULL OR NOT site_period.is_open) AS known_last,
    CASE WHEN site_period.closed_on <= process.as_of THEN site_period.closed_on END AS closed_on,
    CASE
        WHEN site_period.closed_on <= process.as_of
            THEN site_period.closed_on >= COALESCE(process.start_on, site_period.first_on)
    END AS closed_in_time,
    CAST(NULL AS BIGINT) AS deprivation_rank,
    CAST(NULL AS BIGINT) AS population,
    CAST(NULL AS BIGINT) AS need_thousandths,
    CAST(NULL AS STRING) AS project,
    CAST(NULL AS STRING) AS unit,
    CAST(NULL AS BIGINT) AS hundredths
FROM site_period
CROSS JOIN process

UNION ALL

SELECT
    'benefit' AS source_table,
    benefit.row_in_file AS source_row,
    CASE
        WHEN benefit."date" > process.as_of THEN 'after_audit'
        WHEN benefit."date" < process.start_on OR (benefit."date" IS NULL AND NOT benefit."new") THEN 'before_process'
        WHEN benefit.amount <= 0 THEN 'no_gain'
    END AS left_out,
    'benefit' AS part,
    CAST(NULL AS STRING) AS service,
    CAST(NULL AS STRING) AS site,
    benefit.area,
    FALSE AS served_first,
    FALSE AS public_first,
    FALSE AS open_last,
    FALSE AS community_last,
    FALSE AS known_last,
    CAST(NULL AS DATE) AS closed_on,
    FALSE AS closed_in_time,
    CAST(NULL AS BIGINT) AS deprivation_rank,
    CAST(NULL AS BIGINT) AS population,
    CAST(NULL AS BIGINT) AS need_thousandths,
    COALESCE(benefit.contribution, benefit.id) AS project,
    COALESCE(benefit.unit, '') AS unit,
    CAST(ROUND(benefit.amount * 100) AS BIGINT) AS hundredths
FROM benefit
CROSS JOIN process

UNION ALL

SELECT
    'neighbourhood' AS source_table,
    neighbourhood.row_in_file AS source_row,
    CASE
        WHEN neighbourhood.deprivation_rank IS NULL THEN 'no_rank'
        WHEN neighbourhood.population = 0 THEN 'no_people'
    END AS left_out,
    'area' AS part,
    CAST(NULL AS STRING) AS service,
    CAST(NULL AS STRING) AS site,
    neighbourhood.id AS area,
    FALSE AS served_first,
    FALSE AS public_first,
    FALSE AS open_last,
    FALSE AS community_last,
    FALSE AS known_last,
    CAST(NULL AS DATE) AS closed_on,
    FALSE AS closed_in_time,
    neighbourhood.deprivation_rank,
    neighbourhood.population,
    CAST(ROUND(neighbourhood.need * 1000) AS BIGINT) AS need_thousandths,
    CAST(NULL AS STRING) AS project,
    CAST(NULL AS STRING) AS unit,
    CAST(NULL AS BIGINT) AS hundredths
FROM neighbourhood
