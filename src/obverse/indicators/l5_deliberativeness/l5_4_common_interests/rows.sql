WITH attributed AS (
    SELECT id, MIN(variable) AS conversation, MIN(category) AS opinion_group
    FROM actor_attribute
    WHERE variable LIKE 'opinion_group%' AND category <> 'none'
    GROUP BY id
),
turned AS (
    SELECT
        vote.row_in_file,
        vote.actor,
        vote.contribution,
        vote."value" AS choice,
        CASE
            WHEN CAST(vote."at" AS DATE) > process.as_of THEN 'after_audit'
            WHEN ROW_NUMBER() OVER (
                PARTITION BY vote.actor, vote.contribution, COALESCE(CAST(vote."at" AS DATE) > process.as_of, FALSE)
                ORDER BY vote."at" DESC NULLS LAST, vote.row_in_file DESC
            ) > 1 THEN 'changed_later'
            WHEN vote."value" IS NULL OR vote."value" NOT IN (-1, 0, 1) THEN 'points'
        END AS left_out
    FROM vote
    CROSS JOIN process
)
SELECT
    'vote' AS source_table,
    turned.row_in_file AS source_row,
    CASE
        WHEN turned.left_out IS NOT NULL THEN turned.left_out
        WHEN contribution.moderated = 'out' THEN 'moderated_out'
        WHEN actor.staff_or_test THEN 'staff_or_test'
    END AS left_out,
    'vote' AS measure,
    turned.contribution AS item,
    turned.actor AS person,
    attributed.conversation AS conversation,
    attributed.opinion_group AS opinion_group,
    CAST(turned.choice AS BIGINT) AS choice
FROM turned
LEFT JOIN contribution ON contribution.id = turned.contribution
LEFT JOIN actor ON actor.id = turned.actor
LEFT JOIN attributed ON attributed.id = turned.actor
UNION ALL
SELECT
    'coded_statement' AS source_table,
    coded_statement.row_in_file AS source_row,
    CASE
        WHEN document."date" > process.as_of THEN 'after_audit'
        WHEN NOT (LOWER(coded_statement.code) LIKE 'issue:%' OR LOWER(coded_statement.code) LIKE 'agreement:%')
            THEN 'other_code'
    END AS left_out,
    'issue' AS measure,
    TRIM(REPLACE(REPLACE(LOWER(coded_statement.code), 'issue:', ''), 'agreement:', '')) AS item,
    COALESCE(coded_statement.coder, '') AS person,
    CAST(NULL AS STRING) AS conversation,
    CAST(NULL AS STRING) AS opinion_group,
    CASE WHEN LOWER(coded_statement.code) LIKE 'agreement:%' THEN 1 ELSE 0 END AS choice
FROM coded_statement
CROSS JOIN process
LEFT JOIN document ON document.id = coded_statement.document
UNION ALL
SELECT
    'event' AS source_table,
    event.row_in_file AS source_row,
    CASE
        WHEN event.kind = 'mailing' THEN 'no_meeting'
        WHEN CAST(event.start AS DATE) > process.as_of THEN 'after_audit'
    END AS left_out,
    'meeting' AS measure,
    event.id AS item,
    CAST(NULL AS STRING) AS person,
    CAST(NULL AS STRING) AS conversation,
    CAST(NULL AS STRING) AS opinion_group,
    -- -1 stands for "not noted"
    CASE
        WHEN event.question_closed OR event.commitment_made THEN 1
        WHEN NOT event.question_closed AND COALESCE(NOT event.commitment_made, TRUE) THEN 0
        ELSE -1
    END AS choice
FROM event
CROSS JOIN process
