WITH side_taken AS (
    SELECT id, MIN(category) AS family
    FROM actor_attribute
    WHERE LOWER(TRANSLATE(variable, 'Σİ', 'σi')) IN ('interest', 'interests', 'interest_family', 'camp', 'position')
    GROUP BY id
),
declared AS (
    SELECT COUNT(*) AS actors
    FROM side_taken
),
seated AS (
    SELECT
        participation.row_in_file,
        CASE
            WHEN COALESCE(participation."date", CAST(event."start" AS DATE)) > process.as_of THEN 'after_audit'
            WHEN event.kind = 'mailing' THEN 'mailing'
            WHEN participation.activity = 'work' THEN 'unpaid_work'
            WHEN actor.staff_or_test THEN 'staff_or_test'
            WHEN participation.n <= 0 THEN 'nobody'
        END AS left_out,
        COALESCE(participation.activity, 'any') AS activity,
        COALESCE(
            participation.event,
            CAST(participation."date" AS STRING),
            'row ' || CAST(participation.row_in_file AS STRING)
        ) AS meeting,
        -- the declared interest where the register has one; else the group of which somebody is the voice
        CASE WHEN declared.actors > 0 THEN side_taken.family ELSE stakeholder_group.label END AS family,
        declared.actors > 0 AS opposed,
        participation.n AS seats,
        CAST(ROUND(COALESCE(participation.hours, event.hours) * 60) AS BIGINT) * participation.n AS minutes
    FROM participation
    CROSS JOIN process
    CROSS JOIN declared
    LEFT JOIN actor ON actor.id = participation.actor
    LEFT JOIN side_taken ON side_taken.id = participation.actor
    LEFT JOIN stakeholder_group ON stakeholder_group.id = actor."group"
    LEFT JOIN event ON event.id = participation.event
)
SELECT
    'participation' AS source_table,
    MIN(row_in_file) AS source_row,
    COUNT(*) AS source_rows,
    left_out,
    activity,
    meeting,
    family,
    opposed,
    CAST(SUM(seats) AS BIGINT) AS seats,
    CAST(SUM(minutes) AS BIGINT) AS minutes,
    CAST(SUM(CASE WHEN minutes IS NULL THEN seats ELSE 0 END) AS BIGINT) AS untimed
FROM seated
GROUP BY left_out, activity, meeting, family, opposed
