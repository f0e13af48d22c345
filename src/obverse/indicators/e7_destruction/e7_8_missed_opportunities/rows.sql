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
    SELECT COALESCE(MIN_BY(days, announced_on), 60) AS days FROM promised
),
told AS (
    SELECT contribution.id, contribution.support, contribution.against
    FROM contribution
    CROSS JOIN process
    WHERE contribution.support IS NOT NULL AND COALESCE(contribution.support_observed, TRUE)
        AND NOT COALESCE(contribution.seed, FALSE)
        AND NOT COALESCE(CAST(contribution.created_at AS DATE) > process.as_of, FALSE)
),
level AS (
    SELECT support, COUNT(*) AS contributions FROM told GROUP BY support
),
ranked AS (
    SELECT
        support,
        SUM(contributions) OVER (ORDER BY support) - contributions AS below,
        SUM(contributions) OVER () AS contributions
    FROM level
),
supported AS (
    -- equal support gets an equal rank: more support than at least half of the contributions
    SELECT
        told.id,
        2 * ranked.below >= ranked.contributions AND COALESCE(told.support > told.against, TRUE) AS broadly
    FROM told
    INNER JOIN ranked ON ranked.support = told.support
)
SELECT
    'contribution' AS source_table,
    contribution.row_in_file AS source_row,
    CASE
        WHEN CAST(contribution.created_at AS DATE) > process.as_of THEN 'after_audit'
        WHEN contribution.seed THEN 'seed'
        WHEN contribution.state IN ('withdrawn', 'merged') THEN 'no_fate_of_its_own'
        WHEN supported.id IS NULL THEN 'support_unknown'
        WHEN NOT supported.broadly THEN 'little_support'
        WHEN NOT contribution.feasible THEN 'not_feasible'
        -- an answer that came after the audit's date was no answer on that day, whatever the state says now
        WHEN (
            CAST(contribution.answered_at AS DATE) > process.as_of
            OR contribution.answered_at IS NULL
            AND (contribution.state IS NULL OR contribution.state IN ('open', 'evaluating'))
        )
            AND days_between(CAST(contribution.created_at AS DATE), process.as_of) < promise.days THEN 'not_yet_due'
    END AS left_out,
    contribution.id AS contribution,
    contribution.n AS units,
    CASE WHEN contribution.feasible THEN 1 ELSE 0 END AS judged_feasible,
    CASE
        WHEN CAST(contribution.answered_at AS DATE) > process.as_of THEN 'missed'
        WHEN contribution.state IN ('accepted', 'partly', 'done') THEN 'decided'
        WHEN contribution.answered_at IS NOT NULL OR contribution.state IN ('rejected', 'deferred') THEN
            CASE WHEN contribution.reasoned THEN 'decided' WHEN NOT contribution.reasoned THEN 'missed' ELSE 'unknown' END
        WHEN contribution.state IN ('open', 'evaluating') THEN 'missed'
        ELSE 'unknown'
    END AS fate
FROM contribution
CROSS JOIN process
CROSS JOIN promise
LEFT JOIN supported ON supported.id = contribution.id
