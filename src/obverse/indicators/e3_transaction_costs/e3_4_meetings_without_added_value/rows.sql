WITH attendance AS (
    SELECT event, SUM(CAST(ROUND(60 * hours * n) AS BIGINT)) AS minutes, SUM(n) AS present
    FROM participation
    WHERE event IS NOT NULL
    GROUP BY event
),

-- minutes by person, else the number of those present, else the list of those present
timed AS (
    SELECT
        event.id,
        COALESCE(
            CAST(attendance.minutes AS BIGINT),
            CAST(ROUND(60 * event.hours * event.attendees) AS BIGINT),
            CAST(ROUND(60 * event.hours * attendance.present) AS BIGINT)
        ) AS minutes
    FROM event
    LEFT JOIN attendance ON attendance.event = event.id
)

SELECT
    'event' AS source_table,
    event.row_in_file AS source_row,
    CASE
        WHEN event.kind = 'mailing' THEN 'no_meeting'
        WHEN CAST(event."start" AS DATE) > process.as_of THEN 'after_audit'
        WHEN timed.minutes IS NULL THEN 'no_hours'
    END AS left_out,
    event.id AS meeting,
    timed.minutes,
    -- an aim that nobody declared beforehand was not met
    event.decision OR event.text_changed OR event.new_fact OR event.question_closed
        OR event.commitment_made OR COALESCE(event.relationship_aim_met, FALSE) AS moved_something
FROM event
CROSS JOIN process
LEFT JOIN timed ON timed.id = event.id
