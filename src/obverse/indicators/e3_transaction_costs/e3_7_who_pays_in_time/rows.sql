SELECT
    'participation' AS source_table,
    participation.row_in_file AS source_row,
    CASE
        WHEN COALESCE(participation."date", CAST(event."start" AS DATE)) > process.as_of THEN 'after_audit'
        WHEN actor.kind = 'organisation' THEN 'not_a_person'
        WHEN actor.staff_or_test
            OR actor.sector = 'public'
            OR actor.role IN (
                'elected_majority', 'elected_opposition', 'senior_public_manager', 'project_manager',
                'front_line_staff', 'other_department', 'facilitator', 'guarantor', 'partner_authority',
                'researcher_auditor'
            )
            THEN 'paid_or_official'
        WHEN event.kind = 'mailing' THEN 'mailing'
    END AS left_out,
    'time' AS part,
    CAST(NULL AS STRING) AS variable,
    CAST(NULL AS STRING) AS category,
    CAST(NULL AS BIGINT) AS people,
    participation.actor,
    CAST(
        ROUND(
            60 * participation.n
            * (COALESCE(participation.hours, event.hours) + COALESCE(participation.travel_hours, 0))
        ) AS BIGINT
    ) AS minutes
FROM participation
CROSS JOIN process
LEFT JOIN actor ON actor.id = participation.actor
LEFT JOIN event ON event.id = participation.event

UNION ALL

SELECT
    stage_count.source_table,
    stage_count.row_in_file AS source_row,
    CASE
        WHEN stage_count.left_out IS NOT NULL THEN stage_count.left_out
        WHEN stage_count.people IS NULL OR stage_count.people <= 0 THEN 'no_people'
    END AS left_out,
    stage_count.stage AS part,
    stage_count.variable,
    stage_count.category,
    stage_count.people,
    CAST(NULL AS STRING) AS actor,
    CAST(NULL AS BIGINT) AS minutes
FROM stage_count
WHERE stage_count.stage = 'population'
    OR (stage_count.source_table = 'group_count' AND stage_count.stage = 'affected')
