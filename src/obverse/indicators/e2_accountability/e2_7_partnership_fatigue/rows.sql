WITH listed AS (
    -- meetings for which a list of those present was kept
    SELECT event, MIN("date") AS first_date
    FROM participation
    WHERE event IS NOT NULL
    GROUP BY event
),

given AS (
    SELECT
        participation.row_in_file,
        participation.event,
        COALESCE(participation."date", CAST(event."start" AS DATE)) AS given_on,
        CAST(ROUND(60 * participation.hours * participation.n) AS BIGINT) AS minutes,
        COALESCE(actor.organisation, actor.id) AS partner,
        actor.staff_or_test,
        actor.kind,
        actor.role,
        actor.organisation
    FROM participation
    LEFT JOIN event ON event.id = participation.event
    LEFT JOIN actor ON actor.id = participation.actor
),

judged AS (
    SELECT
        given.row_in_file,
        given.event,
        given.given_on,
        given.minutes,
        given.partner,
        partner.joined_on,
        CASE
            WHEN given.given_on > process.as_of THEN 'after_audit'
            WHEN given.staff_or_test THEN 'staff_or_test'
            WHEN given.role IN (
                'elected_majority', 'elected_opposition', 'senior_public_manager', 'project_manager',
                'front_line_staff', 'other_department', 'facilitator', 'guarantor', 'researcher_auditor'
            ) THEN 'not_a_partner'
            WHEN given.kind <> 'organisation'
                AND given.organisation IS NULL
                AND COALESCE(given.role, '') NOT IN (
                    'association_partner', 'business', 'partner_authority', 'volunteer', 'user_co_producer'
                ) THEN 'not_a_partner'
            WHEN partner.exit_kind = 'planned' THEN 'planned_exit'
            WHEN given.event IS NOT NULL THEN NULL
            WHEN given.given_on IS NULL THEN 'no_date'
            WHEN given.minutes IS NULL THEN 'no_hours'
            -- a month that is not over would look like a fall
            WHEN EXTRACT(YEAR FROM given.given_on) = EXTRACT(YEAR FROM process.as_of)
                AND EXTRACT(MONTH FROM given.given_on) = EXTRACT(MONTH FROM process.as_of)
                AND EXTRACT(DAY FROM process.as_of) < 28
                THEN 'month_not_over'
        END AS left_out
    FROM given
    CROSS JOIN process
    LEFT JOIN actor AS partner ON partner.id = given.partner
),

many AS (
    SELECT COUNT(*) AS attendances FROM participation
),

placed AS (
    SELECT
        judged.row_in_file,
        judged.left_out,
        judged.event,
        judged.minutes,
        -- whose place does not count stands in a line of its own only where all can be looked at one by one
        CASE WHEN judged.left_out IS NULL OR many.attendances <= 100000 THEN judged.partner END AS partner,
        CASE WHEN judged.left_out IS NULL OR many.attendances <= 100000
            THEN days_between(DATE '1970-01-01', judged.joined_on) END AS joined_day,
        days_between(DATE '1970-01-01', judged.given_on) AS on_day,
        CAST(12 * EXTRACT(YEAR FROM judged.given_on) + EXTRACT(MONTH FROM judged.given_on) AS BIGINT) AS on_month
    FROM judged
    CROSS JOIN many
)

SELECT
    'participation' AS source_table,
    MIN(row_in_file) AS source_row,
    COUNT(*) AS source_rows,
    left_out,
    CASE WHEN event IS NOT NULL THEN 'attendance' ELSE 'work' END AS part,
    partner,
    joined_day,
    event,
    on_day,
    on_month,
    CAST(SUM(minutes) AS BIGINT) AS minutes,
    CAST(NULL AS STRING) AS respondent,
    CAST(NULL AS STRING) AS item,
    CAST(NULL AS STRING) AS unit,
    CAST(NULL AS BIGINT) AS mass,
    CAST(NULL AS BIGINT) AS degree
FROM placed
GROUP BY left_out, partner, joined_day, event, on_day, on_month

UNION ALL

SELECT
    'event' AS source_table,
    event.row_in_file AS source_row,
    CAST(1 AS BIGINT) AS source_rows,
    CASE
        WHEN COALESCE(CAST(event."start" AS DATE), listed.first_date) > process.as_of THEN 'after_audit'
        WHEN event.kind = 'mailing' THEN 'mailing'
        WHEN listed.event IS NULL THEN 'no_list'
        WHEN COALESCE(CAST(event."start" AS DATE), listed.first_date) IS NULL THEN 'no_date'
    END AS left_out,
    'meeting' AS part,
    CAST(NULL AS STRING) AS partner,
    CAST(NULL AS BIGINT) AS joined_day,
    event.id AS event,
    days_between(DATE '1970-01-01', COALESCE(CAST(event."start" AS DATE), listed.first_date)) AS on_day,
    CAST(NULL AS BIGINT) AS on_month,
    CAST(NULL AS BIGINT) AS minutes,
    CAST(NULL AS STRING) AS respondent,
    CAST(NULL AS STRING) AS item,
    CAST(NULL AS STRING) AS unit,
    CAST(NULL AS BIGINT) AS mass,
    CAST(NULL AS BIGINT) AS degree
FROM event
CROSS JOIN process
LEFT JOIN listed ON listed.event = event.id

UNION ALL

SELECT
    'survey_answer' AS source_table,
    row_in_file AS source_row,
    CAST(1 AS BIGINT) AS source_rows,
    CASE
        WHEN left_out IS NOT NULL THEN left_out
        WHEN side <> 'participant' THEN 'not_a_participant'
        WHEN degree IS NULL OR degree NOT BETWEEN 0 AND 4 THEN 'not_on_the_scale'
    END AS left_out,
    'survey' AS part,
    CAST(NULL AS STRING) AS partner,
    CAST(NULL AS BIGINT) AS joined_day,
    CAST(NULL AS STRING) AS event,
    CAST(NULL AS BIGINT) AS on_day,
    CAST(NULL AS BIGINT) AS on_month,
    CAST(NULL AS BIGINT) AS minutes,
    respondent,
    item,
    unit,
    mass,
    degree
FROM item_answer
WHERE item IN ('benefits', 'costs')

UNION ALL

SELECT
    'task_hours' AS source_table,
    task_hours.row_in_file AS source_row,
    CAST(1 AS BIGINT) AS source_rows,
    CASE
        WHEN task_hours.period_start > process.as_of THEN 'after_audit'
        WHEN task_hours.period_start < process.start_on THEN 'before_process'
        WHEN task_hours.paid THEN 'paid'
        WHEN task_hours.paid IS NULL OR task_hours.hours IS NULL THEN 'no_hours'
        WHEN EXTRACT(YEAR FROM task_hours.period_start) = EXTRACT(YEAR FROM process.as_of)
            AND EXTRACT(MONTH FROM task_hours.period_start) = EXTRACT(MONTH FROM process.as_of)
            AND EXTRACT(DAY FROM process.as_of) < 28
            THEN 'month_not_over'
    END AS left_out,
    'unpaid' AS part,
    CAST(NULL AS STRING) AS partner,
    CAST(NULL AS BIGINT) AS joined_day,
    CAST(NULL AS STRING) AS event,
    CAST(NULL AS BIGINT) AS on_day,
    CAST(
        12 * EXTRACT(YEAR FROM task_hours.period_start) + EXTRACT(MONTH FROM task_hours.period_start) AS BIGINT
    ) AS on_month,
    CAST(ROUND(60 * task_hours.hours) AS BIGINT) AS minutes,
    CAST(NULL AS STRING) AS respondent,
    CAST(NULL AS STRING) AS item,
    CAST(NULL AS STRING) AS unit,
    CAST(NULL AS BIGINT) AS mass,
    CAST(NULL AS BIGINT) AS degree
FROM task_hours
CROSS JOIN process
