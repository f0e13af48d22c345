-- A vote of a person who voted on the same contribution more than once.
WITH met AS (
    -- a whole number for each pair takes half the room of its two texts; different pairs that share one by chance are
    -- told apart below
    SELECT pair_key(actor, contribution) AS pair
    FROM vote
    WHERE actor IS NOT NULL AND contribution IS NOT NULL
    GROUP BY pair_key(actor, contribution)
    HAVING COUNT(*) > 1
),
candidate AS (
    SELECT
        vote.row_in_file,
        vote.actor,
        vote.contribution,
        vote."at",
        COUNT(*) OVER (PARTITION BY vote.actor, vote.contribution) AS times
    FROM vote
    INNER JOIN met ON met.pair = pair_key(vote.actor, vote.contribution)
    WHERE vote.actor IS NOT NULL AND vote.contribution IS NOT NULL
)
SELECT row_in_file, actor, contribution, "at" FROM candidate WHERE times > 1
