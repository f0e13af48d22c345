-- One period of a service at a site, with its place among the periods that were recorded by site.
WITH span AS (
    SELECT
        service,
        COALESCE(MAX(CASE WHEN before_process THEN period_start END), MIN(period_start)) AS first_on,
        MAX(period_start) AS last_on,
        MAX(over_on) AS last_end
    FROM service_period
    WHERE site IS NOT NULL AND NOT comes_later
    GROUP BY service
),

placed AS (
    SELECT
        service_period.row_in_file,
        service_period.service,
        service_period.site,
        service_period.area,
        service_period.operator,
        service_period.comparison,
        service_period.comes_later,
        service_period.over_on,
        service_period.closed_on,
        service_period.closed_days_unplanned,
        service_period.planned_days,
        service_period.is_open,
        -- a row that says closed may still stand for a site that served a part of its first period
        service_period.operator <> 'none' AND service_period.closed_on >= service_period.period_start
            AS closed_within,
        span.first_on,
        CASE
            WHEN service_period.opened_on > span.first_on THEN service_period.opened_on
            ELSE span.first_on
        END AS observed_from,
        span.last_end,
        service_period.period_start = span.first_on AS is_first,
        service_period.period_start = span.last_on AS is_last
    FROM service_period
    LEFT JOIN span ON span.service = service_period.service
)

SELECT
    row_in_file,
    CASE
        WHEN site IS NULL THEN 'no_site'
        WHEN comparison THEN 'comparison'
        WHEN comes_later THEN 'after_audit'
    END AS left_out,
    service,
    site,
    area,
    operator,
    over_on,
    closed_on,
    closed_days_unplanned,
    planned_days,
    first_on,
    observed_from,
    last_end,
    is_last,
    is_open,
    is_first AND (is_open OR closed_within) AS served_first,
    is_last AND is_open AS open_last
FROM placed
