WITH promised AS (
    SELECT commitment.announced_on, MIN(days_between(commitment.announced_on, commitment.due_on)) AS days
    FROM commitment
    CROSS JOIN process
    WHERE commitment.kind = 'answer'
        AND commitment.announced_on <= process.as_of
        AND commitment.due_on >= commitment.announced_on
    GROUP BY commitment.announced_on
),
promise AS (
    SELECT MIN_BY(days, announced_on) AS days FROM promised
),
followed AS (
    -- a merged contribution shares the fate of the one that it went into, at most three steps away
    SELECT
        own.id,
        CASE WHEN target.id IS NULL THEN own.state
            WHEN next_target.id IS NULL THEN target.state
            WHEN last_target.id IS NULL THEN next_target.state
            ELSE last_target.state END AS state,
        CASE WHEN target.id IS NULL THEN own.answered_at
            WHEN next_target.id IS NULL THEN target.answered_at
            WHEN last_target.id IS NULL THEN next_target.answered_at
            ELSE last_target.answered_at END AS answered_at,
        CASE WHEN target.id IS NULL THEN own.reasoned
            WHEN next_target.id IS NULL THEN target.reasoned
            WHEN last_target.id IS NULL THEN next_target.reasoned
            ELSE last_target.reasoned END AS reasoned,
        CASE WHEN target.id IS NULL THEN own.withdrawn_at
            WHEN next_target.id IS NULL THEN target.withdrawn_at
            WHEN last_target.id IS NULL THEN next_target.withdrawn_at
            ELSE last_target.withdrawn_at END AS withdrawn_at,
        CASE WHEN target.id IS NULL THEN own.moderated
            WHEN next_target.id IS NULL THEN target.moderated
            WHEN last_target.id IS NULL THEN next_target.moderated
            ELSE last_target.moderated END AS moderated
    FROM contribution AS own
    LEFT JOIN contribution AS target
        ON own.merged_into = target.id AND COALESCE(own.state, 'merged') = 'merged'
    LEFT JOIN contribution AS next_target
        ON target.merged_into = next_target.id AND COALESCE(target.state, 'merged') = 'merged'
    LEFT JOIN contribution AS last_target
        ON next_target.merged_into = last_target.id AND COALESCE(next_target.state, 'merged') = 'merged'
),
dated AS (
    SELECT
        followed.id,
        followed.state,
        followed.reasoned,
        followed.moderated,
        CAST(followed.answered_at AS DATE) <= process.as_of AS answered,
        CAST(followed.answered_at AS DATE) > process.as_of
            OR CAST(followed.withdrawn_at AS DATE) > process.as_of AS ended_later
    FROM followed
    CROSS JOIN process
)
SELECT
    'contribution' AS source_table,
    contribution.row_in_file AS source_row,
    CASE
        WHEN CAST(contribution.created_at AS DATE) > process.as_of THEN 'after_audit'
        WHEN contribution.seed THEN 'seed'
        WHEN contribution.kind IN ('report', 'request', 'question') THEN 'not_an_input'
        WHEN (contribution.kind IN ('statement', 'project')
                OR contribution.parent IS NOT NULL AND contribution.kind = 'comment')
            AND contribution.state IS NULL AND contribution.answered_at IS NULL THEN 'no_answer_expected'
        WHEN days_between(CAST(contribution.created_at AS DATE), process.as_of) < promise.days
            AND (dated.state IN ('open', 'evaluating') OR dated.ended_later)
            AND NOT COALESCE(dated.answered, FALSE) AND COALESCE(dated.moderated, '') <> 'out'
            THEN 'not_yet_due'
    END AS left_out,
    contribution.id AS contribution,
    COALESCE('author ' || contribution.author, 'row ' || CAST(contribution.row_in_file AS STRING)) AS writer,
    contribution.n AS units,
    CASE
        WHEN dated.state IN ('open', 'evaluating') OR dated.ended_later THEN
            CASE WHEN dated.moderated = 'out' THEN 'moderated_out'
                WHEN NOT COALESCE(dated.answered, FALSE) THEN 'unanswered'
                WHEN dated.ended_later THEN 'unknown'
                ELSE 'deferred' END
        WHEN dated.state IN ('accepted', 'done') THEN 'adopted'
        WHEN dated.state = 'rejected' THEN
            CASE WHEN dated.reasoned THEN 'refused_with_reasons'
                WHEN NOT dated.reasoned THEN 'refused_without_reasons'
                ELSE 'refused' END
        WHEN dated.state IN ('partly', 'deferred', 'withdrawn') THEN dated.state
        WHEN dated.moderated = 'out' THEN 'moderated_out'
        ELSE 'unknown'
    END AS fate,
    CASE WHEN dated.state IN ('accepted', 'partly', 'deferred', 'rejected') THEN 1 ELSE 0 END AS decided
FROM contribution
CROSS JOIN process
CROSS JOIN promise
LEFT JOIN dated ON dated.id = contribution.id
