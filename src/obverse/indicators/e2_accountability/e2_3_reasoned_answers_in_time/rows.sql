WITH promised AS (
    SELECT
        commitment.row_in_file,
        CASE
            WHEN commitment.announced_on > process.as_of THEN 'after_audit'
            WHEN commitment.announced_on IS NULL OR commitment.due_on IS NULL
                OR commitment.due_on < commitment.announced_on THEN 'no_days'
            -- what people were told when they wrote counts, not what was changed afterwards
            WHEN ROW_NUMBER() OVER (
                ORDER BY
                    CASE WHEN commitment.due_on >= commitment.announced_on
                        AND commitment.announced_on <= process.as_of THEN 0 ELSE 1 END,
                    commitment.announced_on, commitment.due_on, commitment.row_in_file
            ) > 1 THEN 'later_promise'
        END AS left_out,
        days_between(commitment.announced_on, commitment.due_on) AS days
    FROM commitment
    CROSS JOIN process
    WHERE commitment.kind = 'answer'
),
horizon AS (
    SELECT COALESCE(MIN(days), 60) AS days FROM promised WHERE left_out IS NULL
),
flagged AS (
    SELECT COUNT(answered_in_time) AS marked FROM contribution
),
halves AS (
    SELECT id, 2 * RANK() OVER (ORDER BY deprivation_rank) <= COUNT(*) OVER () AS poorer
    FROM neighbourhood
    WHERE deprivation_rank IS NOT NULL
),
dated AS (
    SELECT
        contribution.row_in_file,
        CAST(contribution.created_at AS DATE) AS created_on,
        CASE WHEN CAST(contribution.answered_at AS DATE) <= process.as_of
            AND (contribution.withdrawn_at IS NULL OR contribution.answered_at <= contribution.withdrawn_at)
            THEN CAST(contribution.answered_at AS DATE) END AS answered_on,
        CASE WHEN CAST(contribution.withdrawn_at AS DATE) <= process.as_of
            THEN CAST(contribution.withdrawn_at AS DATE) END AS set_aside_on,
        contribution.state IN ('withdrawn', 'merged') AND contribution.withdrawn_at IS NULL
            AS set_aside_some_day,
        contribution.state IN ('accepted', 'partly', 'rejected', 'deferred', 'done')
            AND contribution.answered_at IS NULL AS answered_some_day
    FROM contribution
    CROSS JOIN process
),
ended AS (
    SELECT
        dated.row_in_file,
        dated.created_on,
        CASE
            WHEN dated.created_on IS NULL THEN NULL
            WHEN dated.answered_on IS NOT NULL THEN 'answered'
            WHEN dated.set_aside_on IS NOT NULL OR dated.set_aside_some_day THEN 'set_aside'
            WHEN dated.answered_some_day THEN 'undated'
            ELSE 'open'
        END AS ending,
        CASE
            WHEN dated.answered_on IS NOT NULL THEN days_between(dated.created_on, dated.answered_on)
            WHEN dated.set_aside_on IS NOT NULL THEN days_between(dated.created_on, dated.set_aside_on)
            WHEN dated.set_aside_some_day THEN 0
            ELSE days_between(dated.created_on, process.as_of)
        END AS "day"
    FROM dated
    CROSS JOIN process
)
SELECT
    'contribution' AS source_table,
    contribution.row_in_file AS source_row,
    CASE
        WHEN ended.created_on > process.as_of THEN 'after_audit'
        WHEN contribution.seed THEN 'seed'
        WHEN actor.staff_or_test THEN 'staff_or_test'
        WHEN contribution.moderated = 'out' THEN 'moderated_out'
        WHEN (contribution.kind IN ('statement', 'project')
                OR contribution.parent IS NOT NULL AND contribution.kind = 'comment')
            AND contribution.state IS NULL AND contribution.answered_at IS NULL
            AND contribution.answered_in_time IS NULL THEN 'no_answer_expected'
        WHEN ended."day" < 0 THEN 'dates_reversed'
        WHEN ended.created_on IS NULL AND flagged.marked = 0 THEN 'no_date'
    END AS left_out,
    contribution.area AS area,
    halves.poorer AS poorer,
    contribution.n AS units,
    ended.ending AS ending,
    ended."day" AS "day",
    contribution.reasoned AS reasoned,
    contribution.answered_in_time AS in_time,
    contribution.state IN ('withdrawn', 'merged') OR contribution.withdrawn_at IS NOT NULL AS not_owed,
    days_between(ended.created_on, process.as_of) AS followed,
    horizon.days AS horizon
FROM contribution
CROSS JOIN process
CROSS JOIN horizon
CROSS JOIN flagged
LEFT JOIN ended ON ended.row_in_file = contribution.row_in_file
LEFT JOIN halves ON halves.id = contribution.area
LEFT JOIN actor ON actor.id = contribution.author
UNION ALL
SELECT
    'commitment' AS source_table,
    promised.row_in_file AS source_row,
    promised.left_out AS left_out,
    CAST(NULL AS STRING) AS area,
    CAST(NULL AS BOOLEAN) AS poorer,
    CAST(NULL AS BIGINT) AS units,
    CAST(NULL AS STRING) AS ending,
    promised.days AS "day",
    CAST(NULL AS BOOLEAN) AS reasoned,
    CAST(NULL AS BOOLEAN) AS in_time,
    CAST(NULL AS BOOLEAN) AS not_owed,
    CAST(NULL AS BIGINT) AS followed,
    CAST(NULL AS BIGINT) AS horizon
FROM promised
