WITH totals AS (
    SELECT
        COUNT(*) AS votes,
        COUNT(*) FILTER (WHERE opinion_group IS NOT NULL) AS grouped
    FROM selected_rows
    WHERE left_out IS NULL AND measure = 'vote'
)
SELECT
    DENSE_RANK() OVER (ORDER BY selected_rows.person) AS person,
    DENSE_RANK() OVER (ORDER BY selected_rows.item) AS statement,
    selected_rows.choice AS choice
FROM selected_rows
CROSS JOIN totals
WHERE
    selected_rows.left_out IS NULL
    AND selected_rows.measure = 'vote'
    -- above this number the platform's own groups are needed: see README
    AND totals.votes <= 5000000
    AND totals.grouped = 0
ORDER BY person, statement
