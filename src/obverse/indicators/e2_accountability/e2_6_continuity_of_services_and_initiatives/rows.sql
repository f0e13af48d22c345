WITH span AS (
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
        MAX(service_volume.period_start) AS last_on,
        MAX(COALESCE(service_volume.period_end, service_volume.period_start)) AS last_end
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
        service_volume.comparison,
        service_volume.operator,
        service_volume.period_start,
        COALESCE(service_volume.period_end, service_volume.period_start) AS period_end,
        service_volume.closed_on,
        service_volume.closed_days_unplanned,
        service_volume.planned_days,
        COALESCE(service_volume.period_end, service_volume.period_start) > process.as_of AS comes_later,
        service_volume.period_start = span.first_on AS is_first,
        service_volume.period_start = span.last_on AS is_last,
        span.last_end,
        CASE
            WHEN service_volume.opened_on > span.first_on THEN service_volume.opened_on
            ELSE span.first_on
        END AS observed_from,
        CASE
            WHEN service_volume.state IS NOT NULL THEN service_volume.state = 'open'
            ELSE service_volume.operator <> 'none'
        END AS is_open,
        -- a row that says closed may still stand for a site that served a part of its first period
        service_volume.operator <> 'none' AND service_volume.closed_on >= service_volume.period_start
            AS closed_within
    FROM service_volume
    CROSS JOIN process
    LEFT JOIN span ON span.service = service_volume.service
),

initiative_end AS (
    SELECT
        initiative.row_in_file,
        initiative.id,
        initiative.start,
        initiative.operator,
        initiative.funding_until,
        initiative.spread_to,
        process.as_of,
        CASE
            WHEN initiative.ended_on > process.as_of OR initiative.end_kind = 'running' THEN 'running'
            WHEN initiative.end_kind = 'abandoned' AND initiative.ended_on IS NOT NULL THEN 'abandoned'
            WHEN initiative.end_kind IN ('planned', 'taken_over')
                AND COALESCE(initiative.ended_on, initiative.planned_end) <= process.as_of
                THEN 'planned'
            WHEN initiative.end_kind = 'planned' AND initiative.planned_end > process.as_of THEN 'running'
            WHEN initiative.end_kind IS NULL AND initiative.ended_on >= initiative.planned_end THEN 'planned'
            ELSE 'unknown'
        END AS course,
        CASE
            WHEN COALESCE(initiative.ended_on, initiative.planned_end) <= process.as_of
                AND COALESCE(initiative.end_kind, '') <> 'running'
                THEN COALESCE(initiative.ended_on, initiative.planned_end)
            ELSE process.as_of
        END AS seen_until
    FROM initiative
    CROSS JOIN process
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
    site AS unit,
    COALESCE(NULLIF(operator, 'none'), 'unknown_operator') AS operator,
    is_first AND (is_open OR closed_within) AS served_first,
    is_last AND is_open AS open_last,
    CASE WHEN is_open THEN days_between(observed_from, period_end) END AS days_seen_open,
    CASE WHEN closed_on BETWEEN observed_from AND last_end THEN days_between(observed_from, closed_on) END
        AS days_to_closing,
    days_between(observed_from, last_end) AS days_observed,
    CAST(closed_days_unplanned AS BIGINT) AS unplanned_days,
    CAST(planned_days AS BIGINT) AS planned_days,
    CAST(NULL AS STRING) AS course,
    CAST(NULL AS BIGINT) AS days_of_course,
    CAST(NULL AS BIGINT) AS days_funded,
    CAST(NULL AS BIGINT) AS spread_to
FROM site

UNION ALL

SELECT
    'initiative' AS source_table,
    row_in_file AS source_row,
    CASE
        WHEN start > as_of THEN 'after_audit'
        WHEN seen_until < start THEN 'ends_before_start'
    END AS left_out,
    'initiative' AS part,
    CAST(NULL AS STRING) AS service,
    id AS unit,
    COALESCE(operator, 'unknown_operator') AS operator,
    FALSE AS served_first,
    FALSE AS open_last,
    CAST(NULL AS BIGINT) AS days_seen_open,
    CAST(NULL AS BIGINT) AS days_to_closing,
    CAST(NULL AS BIGINT) AS days_observed,
    CAST(NULL AS BIGINT) AS unplanned_days,
    CAST(NULL AS BIGINT) AS planned_days,
    course,
    days_between(start, seen_until) AS days_of_course,
    days_between(as_of, funding_until) AS days_funded,
    spread_to
FROM initiative_end
