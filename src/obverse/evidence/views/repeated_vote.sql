-- A vote of a person who voted on the same contribution more than once.
WITH pair AS (
    -- the only pass over all pairs of a person and a contribution
    SELECT actor, contribution
    FROM vote
    GROUP BY actor, contribution
    HAVING COUNT(*) > 1
)
SELECT vote.row_in_file, vote.actor, vote.contribution, vote."at"
FROM vote
INNER JOIN pair ON pair.actor = vote.actor AND pair.contribution = vote.contribution
