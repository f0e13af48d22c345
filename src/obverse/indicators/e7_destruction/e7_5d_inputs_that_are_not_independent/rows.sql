WITH arm AS (
    -- votes of one item that share a reason make one line: they are as many as a nation casts
    SELECT contribution, row_in_file, 'after_audit' AS left_out, after_audit AS votes, is_staff, CAST(0 AS BIGINT) AS thousandths
    FROM item_vote
    WHERE after_audit > 0
    UNION ALL
    SELECT contribution, row_in_file, 'no_value' AS left_out, no_value AS votes, is_staff, CAST(0 AS BIGINT) AS thousandths
    FROM item_vote
    WHERE no_value > 0
    UNION ALL
    SELECT contribution, row_in_file, CAST(NULL AS STRING) AS left_out, choices + points AS votes, is_staff, thousandths
    FROM item_vote
    WHERE choices + points > 0
),
cast_vote AS (
    SELECT
        contribution,
        left_out,
        MIN(row_in_file) AS row_in_file,
        CAST(SUM(votes) AS BIGINT) AS votes,
        CAST(SUM(CASE WHEN is_staff THEN votes ELSE 0 END) AS BIGINT) AS by_staff,
        CAST(SUM(thousandths) AS BIGINT) AS thousandths,
        CAST(SUM(CASE WHEN is_staff THEN 0 ELSE thousandths END) AS BIGINT) AS independent
    FROM arm
    GROUP BY contribution, left_out
),
written AS (
    SELECT
        contribution.row_in_file,
        contribution.id,
        contribution.author,
        contribution.text,
        CASE
            WHEN CAST(contribution.created_at AS DATE) > process.as_of THEN 'after_audit'
            WHEN contribution.seed THEN 'seed'
            WHEN actor.staff_or_test THEN 'staff_or_test'
            WHEN contribution.kind = 'project' THEN 'on_a_ballot'
            WHEN contribution.text IS NULL THEN 'no_text'
            WHEN LENGTH(contribution.text) < 40 THEN 'too_short'
        END AS left_out
    FROM contribution
    CROSS JOIN process
    LEFT JOIN actor ON actor.id = contribution.author AND actor.staff_or_test
),
long_enough AS (
    SELECT COUNT(*) AS texts FROM written WHERE left_out IS NULL
),
text_line AS (
    -- texts are compared in memory: above this number they are counted, not read
    SELECT
        written.row_in_file,
        written.left_out,
        CASE WHEN long_enough.texts <= 200000 THEN written.id END AS id,
        CASE WHEN long_enough.texts <= 200000 THEN written.author END AS author,
        CASE WHEN long_enough.texts <= 200000 AND written.left_out IS NULL THEN written.text END AS words
    FROM written
    CROSS JOIN long_enough
)
SELECT
    'vote' AS source_table,
    row_in_file AS source_row,
    CAST(1 AS BIGINT) AS source_rows,
    'changed_later' AS left_out,
    'vote' AS measure,
    contribution AS item,
    CAST(NULL AS STRING) AS person,
    CAST(0 AS BIGINT) AS by_staff,
    CAST(0 AS BIGINT) AS thousandths,
    CAST(0 AS BIGINT) AS independent,
    -1000000 AS hour,
    CAST(NULL AS STRING) AS words
FROM changed_vote
UNION ALL
SELECT
    'vote' AS source_table,
    row_in_file AS source_row,
    votes AS source_rows,
    left_out,
    'vote' AS measure,
    contribution AS item,
    CAST(NULL AS STRING) AS person,
    by_staff,
    thousandths,
    independent,
    -1000000 AS hour,
    CAST(NULL AS STRING) AS words
FROM cast_vote
UNION ALL
SELECT
    'contribution' AS source_table,
    MIN(row_in_file) AS source_row,
    COUNT(*) AS source_rows,
    left_out,
    'text' AS measure,
    id AS item,
    author AS person,
    CAST(0 AS BIGINT) AS by_staff,
    CAST(0 AS BIGINT) AS thousandths,
    CAST(0 AS BIGINT) AS independent,
    -1000000 AS hour,
    words
FROM text_line
GROUP BY left_out, id, author, words
UNION ALL
SELECT
    'event' AS source_table,
    event.row_in_file AS source_row,
    CAST(1 AS BIGINT) AS source_rows,
    CASE
        WHEN CAST(event.start AS DATE) > process.as_of THEN 'after_audit'
        WHEN event.kind = 'mailing' AND event.start IS NOT NULL THEN NULL
        ELSE 'no_dated_mailing'
    END AS left_out,
    'mailing' AS measure,
    event.id AS item,
    CAST(NULL AS STRING) AS person,
    CAST(0 AS BIGINT) AS by_staff,
    CAST(0 AS BIGINT) AS thousandths,
    CAST(0 AS BIGINT) AS independent,
    COALESCE(
        24 * days_between(DATE '2020-01-06', CAST(event.start AS DATE))
        + CAST(EXTRACT(HOUR FROM event.start) AS BIGINT),
        -1000000
    ) AS hour,
    CAST(NULL AS STRING) AS words
FROM event
CROSS JOIN process
