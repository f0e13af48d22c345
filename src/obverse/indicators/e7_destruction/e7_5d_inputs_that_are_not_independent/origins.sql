WITH by_person AS (
    SELECT vote.origin_key AS origin, vote.actor, COUNT(*) AS votes
    FROM vote
    CROSS JOIN process
    LEFT JOIN changed_vote ON changed_vote.row_in_file = vote.row_in_file
    WHERE
        vote.origin_key IS NOT NULL
        AND vote."value" IS NOT NULL
        AND changed_vote.row_in_file IS NULL
        AND COALESCE(CAST(vote."at" AS DATE) <= process.as_of, TRUE)
    GROUP BY vote.origin_key, vote.actor
),
by_origin AS (
    SELECT origin, COUNT(*) AS people, SUM(votes) AS votes
    FROM by_person
    GROUP BY origin
),
told AS (
    SELECT
        COALESCE(SUM(CASE WHEN people > 5 THEN votes ELSE 0 END), 0) AS shared,
        COALESCE(SUM(CASE WHEN people <= 5 THEN votes ELSE 0 END), 0) AS own
    FROM by_origin
),
counted AS (
    SELECT COALESCE(SUM(source_rows), 0) AS votes
    FROM selected_rows
    WHERE left_out IS NULL AND measure = 'vote'
)
SELECT
    CAST(MAX(told.shared) AS BIGINT) AS shared,
    CAST(MAX(told.own) AS BIGINT) AS own,
    CAST(MAX(counted.votes - told.shared - told.own) AS BIGINT) AS unknown
FROM told
CROSS JOIN counted
