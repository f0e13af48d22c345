WITH spoken AS (
    SELECT
        event,
        MIN(coder) AS coder,
        CASE WHEN COUNT(seconds) = COUNT(*) THEN 1 ELSE 0 END AS timed,
        CASE WHEN COUNT(words) = COUNT(*) THEN 1 ELSE 0 END AS worded
    FROM speech
    GROUP BY event
),
running AS (
    -- few run the meetings, so that this is a small side of the join
    SELECT id
    FROM actor
    WHERE staff_or_test OR role IN ('facilitator', 'guarantor', 'researcher_auditor')
)
SELECT
    'participation' AS source_table,
    participation.row_in_file AS source_row,
    CASE
        WHEN participation.event IS NULL OR event.kind = 'mailing' THEN 'no_meeting'
        WHEN participation.activity = 'work' THEN 'work'
        WHEN COALESCE(CAST(event."start" AS DATE), participation."date") > process.as_of THEN 'after_audit'
        WHEN running.id IS NOT NULL THEN 'runs_the_meeting'
        WHEN spoken.event IS NULL AND participation.turns IS NULL AND participation.spoke_seconds IS NULL
            THEN 'floor_not_noted'
    END AS left_out,
    participation.event AS meeting,
    participation.actor AS person,
    -- tenths of seconds; the mean of a person's speeches where only their number and sum were noted
    CASE
        WHEN spoken.event IS NOT NULL THEN 0
        WHEN participation.turns IS NULL THEN CAST(ROUND(10 * participation.spoke_seconds) AS BIGINT)
        WHEN participation.spoke_seconds IS NULL THEN 10
        ELSE CAST(ROUND(10 * participation.spoke_seconds / NULLIF(participation.turns, 0)) AS BIGINT)
    END AS length,
    CASE
        WHEN spoken.event IS NOT NULL THEN 0
        WHEN participation.turns IS NULL THEN CASE WHEN participation.spoke_seconds > 0 THEN 1 ELSE 0 END
        ELSE participation.turns
    END AS speeches,
    CASE WHEN spoken.event IS NULL AND participation.turns IS NULL AND participation.spoke_seconds > 0 THEN 1 ELSE 0 END
        AS undivided,
    CASE WHEN spoken.event IS NULL AND participation.turns > 0 AND participation.spoke_seconds > 0 THEN 1 ELSE 0 END
        AS averaged
FROM participation
CROSS JOIN process
LEFT JOIN event ON event.id = participation.event
LEFT JOIN spoken ON spoken.event = participation.event
LEFT JOIN running ON running.id = participation.actor
UNION ALL
SELECT
    'speech' AS source_table,
    speech.row_in_file AS source_row,
    CASE
        WHEN CAST(event."start" AS DATE) > process.as_of THEN 'after_audit'
        WHEN speech.coder > spoken.coder THEN 'second_coder'
        WHEN running.id IS NOT NULL THEN 'runs_the_meeting'
    END AS left_out,
    speech.event AS meeting,
    speech.actor AS person,
    CASE
        WHEN spoken.timed = 1 THEN CAST(ROUND(10 * speech.seconds) AS BIGINT)
        WHEN spoken.worded = 1 THEN 10 * speech.words
        ELSE 10
    END AS length,
    CAST(1 AS BIGINT) AS speeches,
    0 AS undivided,
    0 AS averaged
FROM speech
CROSS JOIN process
INNER JOIN spoken ON spoken.event = speech.event
LEFT JOIN event ON event.id = speech.event
LEFT JOIN running ON running.id = speech.actor
