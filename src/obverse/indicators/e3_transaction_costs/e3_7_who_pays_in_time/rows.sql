WITH aside AS (
    -- few are no citizens who give their time, so that this is a small side of the join
    SELECT
        id,
        CASE WHEN kind = 'organisation' THEN 'not_a_person' ELSE 'paid_or_official' END AS left_out
    FROM actor
    WHERE kind = 'organisation'
        OR staff_or_test
        OR sector = 'public'
        OR role IN (
            'elected_majority', 'elected_opposition', 'senior_public_manager', 'project_manager',
            'front_line_staff', 'other_department', 'facilitator', 'guarantor', 'partner_authority',
            'researcher_auditor'
        )
),

given AS (
    SELECT
        participation.row_in_file,
        CASE
            WHEN COALESCE(participation."date", CAST(event."start" AS DATE)) > process.as_of THEN 'after_audit'
            WHEN aside.id IS NOT NULL THEN aside.left_out
            WHEN event.kind = 'mailing' THEN 'mailing'
        END AS left_out,
        participation.actor,
        CAST(
            ROUND(
                60 * participation.n
                * (COALESCE(participation.hours, event.hours) + COALESCE(participation.travel_hours, 0))
            ) AS BIGINT
        ) AS minutes
    FROM participation
    CROSS JOIN process
    LEFT JOIN aside ON aside.id = participation.actor
    LEFT JOIN event ON event.id = participation.event
)

SELECT
    'participation' AS source_table,
    MIN(row_in_file) AS source_row,
    COUNT(*) AS source_rows,
    left_out,
    'time' AS part,
    CAST(NULL AS STRING) AS variable,
    CAST(NULL AS STRING) AS category,
    CAST(NULL AS BIGINT) AS people,
    actor,
    CAST(COALESCE(SUM(minutes), 0) AS BIGINT) AS minutes,
    COUNT(*) - COUNT(minutes) AS untimed
FROM given
GROUP BY left_out, actor

UNION ALL

SELECT
    stage_count.source_table,
    stage_count.row_in_file AS source_row,
    stage_count.source_rows,
    CASE
        WHEN stage_count.left_out IS NOT NULL THEN stage_count.left_out
        WHEN stage_count.people IS NULL OR stage_count.people <= 0 THEN 'no_people'
    END AS left_out,
    stage_count.stage AS part,
    stage_count.variable,
    stage_count.category,
    stage_count.people,
    CAST(NULL AS STRING) AS actor,
    CAST(NULL AS BIGINT) AS minutes,
    CAST(0 AS BIGINT) AS untimed
FROM stage_count
WHERE stage_count.stage = 'population'
    OR (stage_count.source_table = 'group_count' AND stage_count.stage = 'affected')
