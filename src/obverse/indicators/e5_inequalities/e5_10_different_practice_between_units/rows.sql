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
    -- "home help/unit 03" names a service and, under a code, who decides in it
    CASE WHEN reviewed.cut > 1 THEN TRIM(SUBSTR(reviewed.service, 1, reviewed.cut - 1)) ELSE '' END AS service,
    CASE WHEN reviewed.cut > 1 THEN TRIM(SUBSTR(reviewed.service, reviewed.cut + 1)) ELSE reviewed.service END AS place,
    COALESCE(CAST(ROUND(reviewed.need) AS BIGINT), -1) AS need,
    CASE WHEN reviewed.served THEN reviewed.n ELSE 0 END AS events,
    reviewed.n AS cases
FROM reviewed

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
