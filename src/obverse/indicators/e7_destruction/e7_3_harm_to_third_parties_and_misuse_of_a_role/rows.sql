WITH many AS (
    SELECT COUNT(*) AS attendances FROM participation
),

worked AS (
    SELECT
        participation.row_in_file,
        -- attendances stand in lines of their own where they are not too many to be looked at one by one
        CASE WHEN many.attendances <= 100000 THEN participation.row_in_file END AS own_line,
        CASE
            WHEN participation.activity IS NULL OR participation.activity <> 'work' THEN 'not_work'
            WHEN COALESCE(participation."date", CAST(event."start" AS DATE)) > process.as_of THEN 'after_audit'
            WHEN COALESCE(participation.hours, event.hours) IS NULL THEN 'no_hours'
        END AS left_out,
        COALESCE(participation."date", CAST(event."start" AS DATE)) AS "day",
        CAST(ROUND(60 * participation.n * COALESCE(participation.hours, event.hours)) AS BIGINT) AS minutes
    FROM participation
    CROSS JOIN process
    CROSS JOIN many
    LEFT JOIN event ON event.id = participation.event
)

SELECT
    'complaint' AS source_table,
    complaint.row_in_file AS source_row,
    CAST(1 AS BIGINT) AS source_rows,
    CASE
        WHEN CAST(complaint."at" AS DATE) > process.as_of THEN 'after_audit'
        WHEN complaint.kind <> 'incident' AND NOT COALESCE(complaint.third_party_harm, FALSE)
            AND complaint.exposure_hours IS NULL
            THEN 'no_incident'
        WHEN NOT complaint.upheld THEN 'not_upheld'
    END AS left_out,
    'complaint' AS part,
    CASE WHEN complaint.kind = 'incident' OR complaint.third_party_harm THEN complaint.n ELSE 0 END AS incidents,
    CASE WHEN complaint.third_party_harm THEN complaint.n ELSE 0 END AS harm,
    CASE WHEN complaint.kind = 'incident' AND complaint.third_party_harm IS NULL THEN complaint.n ELSE 0 END
        AS unknown,
    COALESCE(complaint.duty, '') AS service,
    CAST(NULL AS BIGINT) AS part_level,
    CAST(NULL AS DATE) AS "day",
    CAST(ROUND(60 * complaint.exposure_hours) AS BIGINT) AS minutes
FROM complaint
CROSS JOIN process

UNION ALL

SELECT
    'participation' AS source_table,
    MIN(row_in_file) AS source_row,
    COUNT(*) AS source_rows,
    left_out,
    'participation' AS part,
    CAST(NULL AS BIGINT) AS incidents,
    CAST(NULL AS BIGINT) AS harm,
    CAST(NULL AS BIGINT) AS unknown,
    '' AS service,
    1 AS part_level,
    "day",
    CAST(SUM(CASE WHEN minutes > 0 THEN minutes END) AS BIGINT) AS minutes
FROM worked
GROUP BY left_out, "day", own_line

UNION ALL

SELECT
    'service_volume' AS source_table,
    service_period.row_in_file AS source_row,
    CAST(1 AS BIGINT) AS source_rows,
    CASE
        WHEN service_period.comes_later THEN 'after_audit'
        WHEN service_period.comparison THEN 'comparison'
        WHEN service_period.volunteer_hours IS NULL THEN 'no_hours'
    END AS left_out,
    'service_volume' AS part,
    CAST(NULL AS BIGINT) AS incidents,
    CAST(NULL AS BIGINT) AS harm,
    CAST(NULL AS BIGINT) AS unknown,
    service_period.service,
    service_period.part_level,
    service_period.period_start AS "day",
    CAST(ROUND(60 * service_period.volunteer_hours) AS BIGINT) AS minutes
FROM service_period
