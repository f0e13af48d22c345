WITH period AS (
    SELECT
        service_volume.service,
        COALESCE(
            MAX(
                CASE
                    WHEN COALESCE(service_volume.period_end, service_volume.period_start) < process.start_on
                        THEN service_volume.period_start
                END
            ),
            MIN(service_volume.period_start)
        ) AS first_on,
        MAX(service_volume.period_start) AS last_on
    FROM service_volume
    CROSS JOIN process
    WHERE service_volume.site IS NOT NULL
        AND COALESCE(service_volume.period_end, service_volume.period_start) <= process.as_of
    GROUP BY service_volume.service
),

site AS (
    SELECT
        service_volume.row_in_file,
        service_volume.service,
        service_volume.site,
        service_volume.area,
        service_volume.operator,
        service_volume.comparison,
        COALESCE(service_volume.period_end, service_volume.period_start) > process.as_of AS comes_later,
        service_volume.period_start = period.first_on AS is_first,
        service_volume.period_start = period.last_on AS is_last,
        CASE
            WHEN service_volume.state IS NOT NULL THEN service_volume.state = 'open'
            ELSE service_volume.operator <> 'none'
        END AS is_open,
        -- a row that says closed may still stand for a site that served a part of its first period
        service_volume.operator <> 'none' AND service_volume.closed_on >= service_volume.period_start
            AS closed_within,
        CASE WHEN service_volume.closed_on <= process.as_of THEN service_volume.closed_on END AS closed_on,
        COALESCE(process.start_on, period.first_on) AS counted_from
    FROM service_volume
    CROSS JOIN process
    LEFT JOIN period ON period.service = service_volume.service
)

SELECT
    'service_volume' AS source_table,
    row_in_file AS source_row,
    CASE
        WHEN site IS NULL THEN 'no_site'
        WHEN comparison THEN 'comparison'
        WHEN comes_later THEN 'after_audit'
    END AS left_out,
    'site' AS part,
    service,
    site,
    area,
    is_first AND (is_open OR closed_within) AS served_first,
    is_first AND (is_open OR closed_within) AND operator IN ('public', 'commissioned') AS public_first,
    is_last AND is_open AS open_last,
    is_last AND is_open AND operator IN ('association', 'volunteers') AS community_last,
    is_last AND is_open IS NOT NULL AND (operator IS NOT NULL OR NOT is_open) AS known_last,
    closed_on,
    closed_on >= counted_from AS closed_in_time,
    CAST(NULL AS BIGINT) AS deprivation_rank,
    CAST(NULL AS BIGINT) AS population,
    CAST(NULL AS BIGINT) AS need_thousandths,
    CAST(NULL AS STRING) AS project,
    CAST(NULL AS STRING) AS unit,
    CAST(NULL AS BIGINT) AS hundredths
FROM site

UNION ALL

SELECT
    'benefit' AS source_table,
    benefit.row_in_file AS source_row,
    CASE
        WHEN benefit."date" > process.as_of THEN 'after_audit'
        WHEN benefit."date" < process.start_on THEN 'before_process'
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
