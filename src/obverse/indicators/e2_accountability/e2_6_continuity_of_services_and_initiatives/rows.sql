WITH initiative_end AS (
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
),

staff AS (
    SELECT id, staff_or_test FROM actor WHERE staff_or_test
),

work AS (
    SELECT
        participation.row_in_file,
        participation.actor,
        participation.activity,
        participation.event,
        participation.hours,
        participation.n,
        COALESCE(staff.staff_or_test, FALSE) AS staff_or_test,
        process.as_of,
        COALESCE(participation."date", CAST(event."start" AS DATE)) AS worked_on
    FROM participation
    CROSS JOIN process
    LEFT JOIN event ON event.id = participation.event
    LEFT JOIN staff ON staff.id = participation.actor
),

last_work AS (
    SELECT MAX(worked_on) AS last_on
    FROM work
    WHERE worked_on <= as_of AND COALESCE(activity, 'work') = 'work' AND hours IS NOT NULL
),

worked AS (
    SELECT
        work.row_in_file,
        work.actor,
        CASE
            WHEN work.worked_on > work.as_of THEN 'after_audit'
            WHEN work.staff_or_test THEN 'staff_or_test'
            WHEN COALESCE(work.activity, CASE WHEN work.event IS NULL THEN 'work' ELSE 'any' END) <> 'work' THEN 'not_work'
            WHEN work.hours IS NULL THEN 'no_hours'
            WHEN days_between(work.worked_on, last_work.last_on) >= 365 THEN 'older_work'
        END AS left_out,
        CAST(ROUND(60 * work.hours * work.n) AS BIGINT) AS minutes
    FROM work
    CROSS JOIN last_work
)

SELECT
    'service_volume' AS source_table,
    row_in_file AS source_row,
    CAST(1 AS BIGINT) AS source_rows,
    left_out,
    'site' AS part,
    service,
    site AS unit,
    COALESCE(NULLIF(operator, 'none'), 'unknown_operator') AS operator,
    served_first,
    open_last,
    CASE WHEN is_open THEN days_between(observed_from, over_on) END AS days_seen_open,
    CASE WHEN closed_on BETWEEN observed_from AND last_end THEN days_between(observed_from, closed_on) END
        AS days_to_closing,
    days_between(observed_from, last_end) AS days_observed,
    CAST(ROUND(closed_days_unplanned) AS BIGINT) AS unplanned_days,
    CAST(ROUND(planned_days) AS BIGINT) AS planned_days,
    CAST(NULL AS STRING) AS course,
    CAST(NULL AS BIGINT) AS days_of_course,
    CAST(NULL AS BIGINT) AS days_funded,
    CAST(NULL AS BIGINT) AS spread_to,
    CAST(NULL AS BIGINT) AS minutes
FROM site_period

UNION ALL

SELECT
    'initiative' AS source_table,
    row_in_file AS source_row,
    CAST(1 AS BIGINT) AS source_rows,
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
    spread_to,
    CAST(NULL AS BIGINT) AS minutes
FROM initiative_end

UNION ALL

SELECT
    'participation' AS source_table,
    MIN(row_in_file) AS source_row,
    COUNT(*) AS source_rows,
    left_out,
    'work' AS part,
    CAST(NULL AS STRING) AS service,
    actor AS unit,
    CAST(NULL AS STRING) AS operator,
    FALSE AS served_first,
    FALSE AS open_last,
    CAST(NULL AS BIGINT) AS days_seen_open,
    CAST(NULL AS BIGINT) AS days_to_closing,
    CAST(NULL AS BIGINT) AS days_observed,
    CAST(NULL AS BIGINT) AS unplanned_days,
    CAST(NULL AS BIGINT) AS planned_days,
    CAST(NULL AS STRING) AS course,
    CAST(NULL AS BIGINT) AS days_of_course,
    CAST(NULL AS BIGINT) AS days_funded,
    CAST(NULL AS BIGINT) AS spread_to,
    CAST(SUM(CASE WHEN minutes > 0 THEN minutes END) AS BIGINT) AS minutes
FROM worked
GROUP BY left_out, actor
