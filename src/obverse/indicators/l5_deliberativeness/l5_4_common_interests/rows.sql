WITH arm AS (
    -- votes of one opinion group on one item that share a reason make one line
    SELECT contribution, conversation, opinion_group, is_staff, row_in_file,
        'after_audit' AS left_out, after_audit AS votes, CAST(0 AS BIGINT) AS agrees, CAST(0 AS BIGINT) AS disagrees
    FROM item_vote
    WHERE after_audit > 0
    UNION ALL
    SELECT contribution, conversation, opinion_group, is_staff, row_in_file,
        'points' AS left_out, points + no_value AS votes, CAST(0 AS BIGINT) AS agrees, CAST(0 AS BIGINT) AS disagrees
    FROM item_vote
    WHERE points + no_value > 0
    UNION ALL
    SELECT contribution, conversation, opinion_group, is_staff, row_in_file,
        CAST(NULL AS STRING) AS left_out, choices AS votes, agrees, disagrees
    FROM item_vote
    WHERE choices > 0
),
hidden AS (
    SELECT id FROM contribution WHERE moderated = 'out'
)
SELECT
    'vote' AS source_table,
    row_in_file AS source_row,
    CAST(1 AS BIGINT) AS source_rows,
    'changed_later' AS left_out,
    'vote' AS measure,
    contribution AS item,
    CAST(NULL AS STRING) AS person,
    CAST(NULL AS STRING) AS conversation,
    CAST(NULL AS STRING) AS opinion_group,
    0 AS choice,
    CAST(0 AS BIGINT) AS agrees,
    CAST(0 AS BIGINT) AS disagrees
FROM changed_vote
UNION ALL
SELECT
    'vote' AS source_table,
    arm.row_in_file AS source_row,
    arm.votes AS source_rows,
    CASE
        WHEN arm.left_out IS NOT NULL THEN arm.left_out
        WHEN hidden.id IS NOT NULL THEN 'moderated_out'
        WHEN arm.is_staff THEN 'staff_or_test'
    END AS left_out,
    'vote' AS measure,
    arm.contribution AS item,
    CAST(NULL AS STRING) AS person,
    arm.conversation,
    arm.opinion_group,
    0 AS choice,
    arm.agrees,
    arm.disagrees
FROM arm
LEFT JOIN hidden ON hidden.id = arm.contribution
UNION ALL
SELECT
    'coded_statement' AS source_table,
    coded_statement.row_in_file AS source_row,
    CAST(1 AS BIGINT) AS source_rows,
    CASE
        WHEN document."date" > process.as_of THEN 'after_audit'
        WHEN NOT (LOWER(TRANSLATE(coded_statement.code, 'Σİ', 'σi')) LIKE 'issue:%' OR LOWER(TRANSLATE(coded_statement.code, 'Σİ', 'σi')) LIKE 'agreement:%')
            THEN 'other_code'
    END AS left_out,
    'issue' AS measure,
    TRIM(BOTH ' ' FROM REPLACE(REPLACE(LOWER(TRANSLATE(coded_statement.code, 'Σİ', 'σi')), 'issue:', ''), 'agreement:', '')) AS item,
    COALESCE(coded_statement.coder, '') AS person,
    CAST(NULL AS STRING) AS conversation,
    CAST(NULL AS STRING) AS opinion_group,
    CASE WHEN LOWER(TRANSLATE(coded_statement.code, 'Σİ', 'σi')) LIKE 'agreement:%' THEN 1 ELSE 0 END AS choice,
    CAST(0 AS BIGINT) AS agrees,
    CAST(0 AS BIGINT) AS disagrees
FROM coded_statement
CROSS JOIN process
LEFT JOIN document ON document.id = coded_statement.document
UNION ALL
SELECT
    'event' AS source_table,
    event.row_in_file AS source_row,
    CAST(1 AS BIGINT) AS source_rows,
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
    END AS choice,
    CAST(0 AS BIGINT) AS agrees,
    CAST(0 AS BIGINT) AS disagrees
FROM event
CROSS JOIN process
