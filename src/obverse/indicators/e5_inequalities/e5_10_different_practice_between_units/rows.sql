WITH reviewed AS (
    SELECT
        access_case.row_in_file,
        access_case.service,
        POSITION('/' IN access_case.service) AS cut,
        access_case.served,
        access_case.need,
        access_case.n,
        COALESCE(access_case.asked_on, access_case.recorded_on) > process.as_of AS comes_later
    FROM access_case
    CROSS JOIN process
),
named AS (
    SELECT
        row_in_file,
        -- "home help/unit 03" names a service and, under a code, who decides in it
        CASE WHEN cut > 1 THEN TRIM(BOTH ' ' FROM SUBSTR(service, 1, cut - 1)) ELSE '' END AS service,
        CASE WHEN cut > 1 THEN TRIM(BOTH ' ' FROM SUBSTR(service, cut + 1)) ELSE service END AS place
    FROM reviewed
),
needs AS (
    SELECT named.service, COUNT(DISTINCT reviewed.need) AS levels
    FROM reviewed
    INNER JOIN named ON named.row_in_file = reviewed.row_in_file
    WHERE NOT COALESCE(reviewed.comes_later, FALSE) AND reviewed.served IS NOT NULL AND reviewed.n > 0
    GROUP BY named.service
),
ranked AS (
    SELECT
        reviewed.row_in_file,
        PERCENT_RANK() OVER (PARTITION BY named.service ORDER BY reviewed.need) AS rank_of_need
    FROM reviewed
    INNER JOIN named ON named.row_in_file = reviewed.row_in_file
    WHERE NOT COALESCE(reviewed.comes_later, FALSE)
        AND reviewed.served IS NOT NULL
        AND reviewed.n > 0
        AND reviewed.need IS NOT NULL
)
SELECT
    'access_case' AS source_table,
    reviewed.row_in_file AS source_row,
    CASE
        WHEN reviewed.comes_later THEN 'after_audit'
        WHEN reviewed.served IS NULL THEN 'not_decided'
        WHEN reviewed.n <= 0 THEN 'nobody'
    END AS left_out,
    'case' AS part,
    named.service,
    named.place,
    -- like need: the same level, or the same tenth where a service records more than ten levels; -1 is unknown
    CAST(
        CASE
            WHEN reviewed.need IS NULL THEN -1
            WHEN needs.levels <= 10 THEN ROUND(1000 * reviewed.need)
            ELSE FLOOR(10 * ranked.rank_of_need)
        END AS BIGINT
    ) AS need,
    CASE WHEN reviewed.served THEN reviewed.n ELSE 0 END AS events,
    reviewed.n AS cases
FROM reviewed
INNER JOIN named ON named.row_in_file = reviewed.row_in_file
LEFT JOIN needs ON needs.service = named.service
LEFT JOIN ranked ON ranked.row_in_file = reviewed.row_in_file

UNION ALL

SELECT
    'service_volume' AS source_table,
    service_period.row_in_file AS source_row,
    CASE
        WHEN service_period.comes_later THEN 'after_audit'
        WHEN service_period.site IS NULL THEN 'no_site'
        WHEN service_period.comparison THEN 'comparison'
        WHEN service_period.recipients IS NULL OR service_period.eligible IS NULL THEN 'not_counted'
        WHEN NOT service_period.is_last THEN 'earlier_period'
        WHEN service_period.recipients < 0 OR service_period.recipients > service_period.eligible THEN 'more_than_all'
    END AS left_out,
    'site' AS part,
    service_period.service,
    service_period.site AS place,
    -1 AS need,
    service_period.recipients AS events,
    service_period.eligible AS cases
FROM service_period
