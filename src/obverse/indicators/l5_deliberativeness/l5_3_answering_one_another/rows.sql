WITH replies AS (
    SELECT COUNT(parent) AS noted FROM contribution
)
SELECT
    'speech' AS source_table,
    speech.row_in_file AS source_row,
    CASE
        WHEN CAST(event."start" AS DATE) > process.as_of THEN 'after_audit'
        WHEN actor.staff_or_test OR actor.role = 'facilitator' THEN 'runs_the_meeting'
        WHEN speech.engages_other IS NULL THEN 'not_coded'
    END AS left_out,
    'turn' AS measure,
    speech.event AS meeting,
    speech.actor AS speaker,
    CASE
        WHEN speech."order" IS NULL THEN 'row ' || CAST(speech.row_in_file AS STRING)
        ELSE CAST(speech."order" AS STRING)
    END AS turn,
    COALESCE(speech.coder, '') AS coder,
    CASE WHEN speech.engages_other THEN 1 ELSE 0 END AS engages,
    CAST(1 AS BIGINT) AS n
FROM speech
CROSS JOIN process
LEFT JOIN event ON event.id = speech.event
LEFT JOIN actor ON actor.id = speech.actor
UNION ALL
SELECT
    'contribution' AS source_table,
    contribution.row_in_file AS source_row,
    CASE
        WHEN CAST(contribution.created_at AS DATE) > process.as_of THEN 'after_audit'
        WHEN replies.noted = 0 THEN 'no_replies_noted'
        WHEN contribution.seed OR contribution.origin = 'official' OR actor.staff_or_test THEN 'by_the_organiser'
        WHEN contribution.author IS NULL OR contribution.parent IS NOT NULL AND answered.author IS NULL
            THEN 'no_author'
        WHEN contribution.n <= 0 THEN 'nothing'
    END AS left_out,
    'contribution' AS measure,
    CAST(NULL AS STRING) AS meeting,
    contribution.author AS speaker,
    CAST(NULL AS STRING) AS turn,
    CAST(NULL AS STRING) AS coder,
    CASE WHEN contribution.parent IS NOT NULL AND answered.author <> contribution.author THEN 1 ELSE 0 END
        AS engages,
    contribution.n AS n
FROM contribution
CROSS JOIN process
CROSS JOIN replies
LEFT JOIN contribution AS answered ON answered.id = contribution.parent
LEFT JOIN actor ON actor.id = contribution.author
