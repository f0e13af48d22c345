-- A vote that its voter changed later, but not after the audit's day: the last one of a person on a contribution counts.
WITH placed AS (
    SELECT
        repeated_vote.row_in_file,
        repeated_vote.actor,
        repeated_vote.contribution,
        ROW_NUMBER() OVER (
            PARTITION BY repeated_vote.actor, repeated_vote.contribution
            ORDER BY repeated_vote."at" DESC NULLS LAST, repeated_vote.row_in_file DESC
        ) AS place
    FROM repeated_vote
    CROSS JOIN process
    WHERE COALESCE(CAST(repeated_vote."at" AS DATE) <= process.as_of, TRUE)
)
SELECT row_in_file, actor, contribution FROM placed WHERE place > 1
