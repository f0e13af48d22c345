WITH first_asked AS (
    SELECT MIN(CAST(event."start" AS DATE)) AS asked_on
    FROM event
    WHERE event.kind IS NULL OR event.kind <> 'mailing'
)

SELECT
    'complaint' AS source_table,
    complaint.row_in_file AS source_row,
    CASE
        WHEN CAST(complaint.at AS DATE) > process.as_of THEN 'after_audit'
        WHEN complaint.kind <> 'judgement' THEN 'no_challenge'
    END AS left_out,
    'challenge' AS part,
    complaint.n AS units,
    CASE
        WHEN CAST(complaint.resolved_at AS DATE) > process.as_of THEN 'pending'
        WHEN complaint.upheld THEN 'upheld'
        WHEN NOT complaint.upheld THEN 'refused'
        WHEN complaint.resolved_at IS NOT NULL THEN 'unknown'
        ELSE 'pending'
    END AS state
FROM complaint
CROSS JOIN process

UNION ALL

SELECT
    'event' AS source_table,
    event.row_in_file AS source_row,
    CASE
        WHEN CAST(event."start" AS DATE) > process.as_of THEN 'after_audit'
        WHEN event.kind = 'mailing' THEN 'mailing'
        WHEN event."start" IS NULL THEN 'no_day'
    END AS left_out,
    'meeting' AS part,
    1 AS units,
    CASE
        WHEN event.announced_on IS NULL THEN 'unknown'
        WHEN days_between(event.announced_on, CAST(event."start" AS DATE)) >= 15 THEN 'in_time'
        ELSE 'short'
    END AS state
FROM event
CROSS JOIN process

UNION ALL

SELECT
    'decision' AS source_table,
    decision.row_in_file AS source_row,
    CASE
        WHEN decision."date" > process.as_of THEN 'after_audit'
        WHEN decision.input_closed_on IS NULL THEN 'no_input_sought'
        WHEN first_asked.asked_on IS NULL THEN 'nobody_asked'
    END AS left_out,
    'decision' AS part,
    1 AS units,
    CASE WHEN decision."date" < first_asked.asked_on THEN 'before_asking' ELSE 'after_asking' END AS state
FROM decision
CROSS JOIN process
CROSS JOIN first_asked
