WITH totals AS (
    SELECT
        SUM(source_rows) AS votes,
        SUM(CASE WHEN opinion_group IS NOT NULL THEN source_rows ELSE 0 END) AS grouped
    FROM selected_rows
    WHERE left_out IS NULL AND measure = 'vote'
)
SELECT selected_rows.item AS statement, CAST(SUM(selected_rows.source_rows) AS BIGINT) AS votes
FROM selected_rows
CROSS JOIN totals
WHERE
    selected_rows.left_out IS NULL
    AND selected_rows.measure = 'vote'
    -- names are needed where the groups are looked for in the votes: see votes.sql
    AND totals.votes <= 5000000
    AND totals.grouped = 0
GROUP BY selected_rows.item
ORDER BY statement
