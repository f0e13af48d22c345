WITH origin_vote AS (
    SELECT
        vote.origin_key AS origin,
        vote.contribution,
        vote.actor,
        CAST(ROUND(1000 * vote."value") AS BIGINT) AS thousandths,
        COALESCE(actor.staff_or_test, FALSE) AS is_staff
    FROM vote
    CROSS JOIN process
    LEFT JOIN changed_vote ON changed_vote.row_in_file = vote.row_in_file
    LEFT JOIN actor ON actor.id = vote.actor AND actor.staff_or_test
    WHERE
        vote.origin_key IS NOT NULL
        AND vote."value" IS NOT NULL
        AND changed_vote.row_in_file IS NULL
        AND COALESCE(CAST(vote."at" AS DATE) <= process.as_of, TRUE)
),
by_person AS (
    SELECT origin, actor FROM origin_vote GROUP BY origin, actor
),
shared AS (
    SELECT origin FROM by_person GROUP BY origin HAVING COUNT(*) > 5
),
per_origin AS (
    -- of an origin that many share the first person by name counts, once for each contribution
    SELECT
        origin_vote.contribution,
        MIN_BY(CASE WHEN origin_vote.is_staff THEN 0 ELSE origin_vote.thousandths END, origin_vote.actor) AS kept,
        MIN_BY(CASE WHEN origin_vote.is_staff THEN 0 ELSE 1 END, origin_vote.actor) AS kept_votes,
        SUM(CASE WHEN origin_vote.is_staff THEN 0 ELSE origin_vote.thousandths END) AS thousandths,
        SUM(CASE WHEN origin_vote.is_staff THEN 0 ELSE 1 END) AS votes
    FROM origin_vote
    INNER JOIN shared ON shared.origin = origin_vote.origin
    GROUP BY origin_vote.contribution, origin_vote.origin
),
repeated AS (
    SELECT contribution, SUM(thousandths - kept) AS thousandths, SUM(votes - kept_votes) AS votes
    FROM per_origin
    GROUP BY contribution
),
winner AS (
    SELECT id FROM contribution WHERE selected
)
SELECT
    counted.item,
    CASE WHEN winner.id IS NULL THEN 0 ELSE 1 END AS selected,
    counted.thousandths AS support,
    CAST(counted.independent - COALESCE(repeated.thousandths, 0) AS BIGINT) AS independent,
    CAST(counted.by_staff + COALESCE(repeated.votes, 0) AS BIGINT) AS set_aside
FROM selected_rows AS counted
LEFT JOIN repeated ON repeated.contribution = counted.item
LEFT JOIN winner ON winner.id = counted.item
WHERE counted.left_out IS NULL AND counted.measure = 'vote'
ORDER BY counted.item
