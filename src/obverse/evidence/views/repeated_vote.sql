-- A vote of a person who voted on the same contribution more than once.
WITH candidate AS (
    -- pairs that share a number by chance are told apart here
    SELECT
        vote.row_in_file,
        vote.actor,
        vote.contribution,
        vote."at",
        COUNT(*) OVER (PARTITION BY vote.actor, vote.contribution) AS times
    FROM vote
    INNER JOIN repeated_pair ON repeated_pair.pair = pair_key(vote.actor, vote.contribution)
    WHERE vote.actor IS NOT NULL AND vote.contribution IS NOT NULL
)
SELECT row_in_file, actor, contribution, "at" FROM candidate WHERE times > 1
