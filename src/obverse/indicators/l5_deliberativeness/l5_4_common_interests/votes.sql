WITH totals AS (
    SELECT
        SUM(source_rows) AS votes,
        SUM(CASE WHEN opinion_group IS NOT NULL THEN source_rows ELSE 0 END) AS grouped
    FROM selected_rows
    WHERE left_out IS NULL AND measure = 'vote'
),
item AS (
    SELECT selected_rows.item AS id
    FROM selected_rows
    CROSS JOIN totals
    WHERE
        selected_rows.left_out IS NULL
        AND selected_rows.measure = 'vote'
        -- above this number the platform's own groups are needed: see README; no vote is read then
        AND totals.votes <= 5000000
        AND totals.grouped = 0
    GROUP BY selected_rows.item
),
staff AS (
    SELECT id FROM actor WHERE staff_or_test
)
SELECT
    DENSE_RANK() OVER (ORDER BY vote.actor) AS person,
    DENSE_RANK() OVER (ORDER BY vote.contribution) AS statement,
    CAST(vote."value" AS BIGINT) AS choice
FROM vote
INNER JOIN item ON item.id = vote.contribution
CROSS JOIN process
LEFT JOIN changed_vote ON changed_vote.row_in_file = vote.row_in_file
LEFT JOIN staff ON staff.id = vote.actor
WHERE
    vote."value" IN (-1, 0, 1)
    AND COALESCE(CAST(vote."at" AS DATE) <= process.as_of, TRUE)
    AND changed_vote.row_in_file IS NULL
    AND staff.id IS NULL
ORDER BY person, statement
