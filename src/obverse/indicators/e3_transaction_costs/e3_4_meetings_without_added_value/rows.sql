WITH attendance AS (
    SELECT event, SUM(hours * n) AS person_hours
    FROM participation
    WHERE event IS NOT NULL AND hours IS NOT NULL
    GROUP BY event
)
SELECT
    'event' AS source_table,
    event.row_in_file AS source_row,
    CASE
        WHEN event.kind = 'mailing' THEN 'no_meeting'
        WHEN COALESCE(attendance.person_hours, event.hours * event.attendees) IS NULL THEN 'no_hours'
        WHEN event.start > process.as_of THEN 'after_audit'
    END AS left_out,
    event.id AS meeting,
    CAST(ROUND(60 * COALESCE(attendance.person_hours, event.hours * event.attendees)) AS BIGINT) AS minutes,
    event.decision OR event.text_changed OR event.new_fact OR event.question_closed
        OR event.commitment_made OR event.relationship_aim_met AS moved_something
FROM event
CROSS JOIN process
LEFT JOIN attendance ON attendance.event = event.id
