WITH promised AS (
    SELECT commitment.announced_on, MIN(days_between(commitment.announced_on, commitment.due_on)) AS days
    FROM commitment
    CROSS JOIN process
    WHERE commitment.kind = 'answer'
        AND commitment.announced_on <= process.as_of
        AND commitment.due_on >= commitment.announced_on
    GROUP BY commitment.announced_on
),
horizon AS (
    SELECT COALESCE(MIN_BY(days, announced_on), 60) AS days FROM promised
),
grouped AS (
    -- people are known by the number of their row, which is compared faster than a name
    SELECT row_in_file FROM actor_attribute GROUP BY row_in_file
),
aside AS (
    -- few are staff or of no group, so that this is a small side of the join
    SELECT
        actor.row_in_file,
        actor.id,
        COALESCE(actor.staff_or_test, FALSE) AS is_staff
    FROM actor
    LEFT JOIN grouped ON grouped.row_in_file = actor.row_in_file
    WHERE actor.staff_or_test OR grouped.row_in_file IS NULL
),
level AS (
    SELECT support, COUNT(*) AS contributions
    FROM contribution
    WHERE support IS NOT NULL AND COALESCE(support_observed, TRUE)
    GROUP BY support
),
ranked AS (
    SELECT
        support,
        SUM(contributions) OVER (ORDER BY support) - contributions AS below,
        SUM(contributions) OVER () AS contributions
    FROM level
),
thirds AS (
    -- equal support gets an equal rank, so that the order of the rows does not decide the third
    SELECT
        support,
        CAST(
            CASE WHEN 3 * below >= 2 * contributions THEN 3 WHEN 3 * below >= contributions THEN 2 ELSE 1 END AS BIGINT
        ) AS third
    FROM ranked
),
judged AS (
    SELECT
        contribution.row_in_file,
        contribution.id,
        contribution.author,
        contribution.n,
        contribution.kind,
        contribution.topic,
        contribution.seed,
        CAST(contribution.created_at AS DATE) > process.as_of AS after_audit,
        CASE WHEN COALESCE(contribution.support_observed, TRUE) THEN contribution.support END AS support,
        CASE WHEN contribution.moderated <> 'unknown' THEN contribution.moderated = 'out' END AS removed,
        CASE
            WHEN CAST(contribution.answered_at AS DATE) > process.as_of THEN NULL
            WHEN contribution.state IN ('accepted', 'partly', 'done') THEN TRUE
            WHEN contribution.state IN ('rejected', 'deferred') THEN FALSE
        END AS accepted,
        CASE
            WHEN contribution.created_at IS NULL
                OR days_between(CAST(contribution.created_at AS DATE), process.as_of) < horizon.days THEN NULL
            WHEN contribution.answered_at IS NOT NULL
                THEN days_between(CAST(contribution.created_at AS DATE), CAST(contribution.answered_at AS DATE))
                    <= horizon.days
            WHEN contribution.state IN ('open', 'evaluating') THEN FALSE
        END AS answered
    FROM contribution
    CROSS JOIN process
    CROSS JOIN horizon
)
SELECT
    'contribution' AS source_table,
    judged.row_in_file AS source_row,
    CAST(1 AS BIGINT) AS source_rows,
    CASE
        WHEN judged.after_audit THEN 'after_audit'
        WHEN judged.seed THEN 'seed'
        WHEN judged.author IS NULL THEN 'no_author'
        WHEN aside.is_staff THEN 'staff'
        WHEN aside.id IS NOT NULL THEN 'no_attribute'
        WHEN judged.removed IS NULL AND judged.accepted IS NULL AND judged.answered IS NULL THEN 'no_outcome'
    END AS left_out,
    judged.id AS contribution,
    judged.author AS author,
    judged.n AS units,
    COALESCE(judged.kind, '') AS kind,
    COALESCE(judged.topic, '') AS topic,
    COALESCE(thirds.third, 0) AS third,
    judged.removed AS removed,
    judged.accepted AS accepted,
    judged.answered AS answered
FROM judged
LEFT JOIN aside ON aside.id = judged.author
LEFT JOIN thirds ON thirds.support = judged.support

UNION ALL

SELECT
    'actor' AS source_table,
    MIN(person.row_in_file) AS source_row,
    COUNT(*) AS source_rows,
    person.left_out,
    CAST(NULL AS STRING) AS contribution,
    CAST(NULL AS STRING) AS author,
    0 AS units,
    '' AS kind,
    '' AS topic,
    0 AS third,
    CAST(NULL AS BOOLEAN) AS removed,
    CAST(NULL AS BOOLEAN) AS accepted,
    CAST(NULL AS BOOLEAN) AS answered
FROM (
    -- people who share a reason make one line: they are as many as a nation has
    SELECT
        actor.row_in_file,
        CASE
            WHEN aside.is_staff THEN 'staff'
            WHEN aside.id IS NOT NULL THEN 'no_group'
        END AS left_out
    FROM actor
    LEFT JOIN aside ON aside.row_in_file = actor.row_in_file
) AS person
GROUP BY person.left_out
