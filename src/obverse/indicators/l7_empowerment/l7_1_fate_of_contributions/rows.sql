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
    -- a merged contribution shares the fate of the one that it went into, at most three steps away; few are merged, so
    -- that this is a small side of the joins
    SELECT
        own.id,
        CASE WHEN next_target.id IS NULL THEN target.state
            WHEN last_target.id IS NULL THEN next_target.state
            ELSE last_target.state END AS state,
        CASE WHEN next_target.id IS NULL THEN target.answered_at
            WHEN last_target.id IS NULL THEN next_target.answered_at
            ELSE last_target.answered_at END AS answered_at,
        CASE WHEN next_target.id IS NULL THEN target.reasoned
            WHEN last_target.id IS NULL THEN next_target.reasoned
            ELSE last_target.reasoned END AS reasoned,
        CASE WHEN next_target.id IS NULL THEN target.withdrawn_at
            WHEN last_target.id IS NULL THEN next_target.withdrawn_at
            ELSE last_target.withdrawn_at END AS withdrawn_at,
        CASE WHEN next_target.id IS NULL THEN target.moderated
            WHEN last_target.id IS NULL THEN next_target.moderated
            ELSE last_target.moderated END AS moderated
    FROM contribution AS own
    INNER JOIN contribution AS target
        ON own.merged_into = target.id AND COALESCE(own.state, 'merged') = 'merged'
    LEFT JOIN contribution AS next_target
        ON target.merged_into = next_target.id AND COALESCE(target.state, 'merged') = 'merged'
    LEFT JOIN contribution AS last_target
        ON next_target.merged_into = last_target.id AND COALESCE(next_target.state, 'merged') = 'merged'
),
fated AS (
    SELECT
        contribution.row_in_file,
        contribution.id,
        contribution.author,
        contribution.n,
        contribution.kind,
        contribution.seed,
        contribution.parent,
        CAST(contribution.created_at AS DATE) AS created_on,
        contribution.state IS NULL AND contribution.answered_at IS NULL AS has_no_answer,
        CASE WHEN followed.id IS NULL THEN contribution.state ELSE followed.state END AS state,
        CASE WHEN followed.id IS NULL THEN contribution.reasoned ELSE followed.reasoned END AS reasoned,
        CASE WHEN followed.id IS NULL THEN contribution.moderated ELSE followed.moderated END AS moderated,
        CAST(CASE WHEN followed.id IS NULL THEN contribution.answered_at ELSE followed.answered_at END AS DATE)
            AS answered_on,
        CAST(CASE WHEN followed.id IS NULL THEN contribution.withdrawn_at ELSE followed.withdrawn_at END AS DATE)
            AS withdrawn_on
    FROM contribution
    LEFT JOIN followed ON followed.id = contribution.id
),
dated AS (
    SELECT
        fated.row_in_file,
        fated.id,
        fated.author,
        fated.n,
        fated.kind,
        fated.seed,
        fated.parent,
        fated.created_on,
        fated.has_no_answer,
        fated.state,
        fated.reasoned,
        fated.moderated,
        fated.created_on > process.as_of AS after_audit,
        days_between(fated.created_on, process.as_of) < promise.days AS still_due,
        fated.answered_on <= process.as_of AS answered,
        fated.answered_on > process.as_of OR fated.withdrawn_on > process.as_of AS ended_later
    FROM fated
    CROSS JOIN process
    CROSS JOIN promise
)
SELECT
    'contribution' AS source_table,
    row_in_file AS source_row,
    CASE
        WHEN after_audit THEN 'after_audit'
        WHEN seed THEN 'seed'
        WHEN kind IN ('report', 'request', 'question') THEN 'not_an_input'
        WHEN (kind IN ('statement', 'project') OR parent IS NOT NULL AND kind = 'comment') AND has_no_answer
            THEN 'no_answer_expected'
        WHEN still_due
            AND (state IN ('open', 'evaluating') OR ended_later)
            AND NOT COALESCE(answered, FALSE) AND COALESCE(moderated, '') <> 'out'
            THEN 'not_yet_due'
    END AS left_out,
    id AS contribution,
    COALESCE('author ' || author, 'row ' || CAST(row_in_file AS STRING)) AS writer,
    n AS units,
    CASE
        WHEN state IN ('open', 'evaluating') OR ended_later THEN
            CASE WHEN moderated = 'out' THEN 'moderated_out'
                WHEN NOT COALESCE(answered, FALSE) THEN 'unanswered'
                WHEN ended_later THEN 'unknown'
                ELSE 'deferred' END
        WHEN state IN ('accepted', 'done') THEN 'adopted'
        WHEN state = 'rejected' THEN
            CASE WHEN reasoned THEN 'refused_with_reasons'
                WHEN NOT reasoned THEN 'refused_without_reasons'
                ELSE 'refused' END
        WHEN state IN ('partly', 'deferred', 'withdrawn') THEN state
        WHEN moderated = 'out' THEN 'moderated_out'
        ELSE 'unknown'
    END AS fate,
    CASE WHEN state IN ('accepted', 'partly', 'deferred', 'rejected') THEN 1 ELSE 0 END AS decided
FROM dated
