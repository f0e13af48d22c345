WITH per_author AS (
    SELECT speaker, SUM(n) AS contributions, SUM(n * engages) AS replies
    FROM selected_rows
    WHERE left_out IS NULL AND measure = 'contribution'
    GROUP BY speaker
)
SELECT
    CAST(contributions AS BIGINT) AS contributions,
    CAST(replies AS BIGINT) AS replies,
    COUNT(*) AS authors
FROM per_author
GROUP BY contributions, replies
ORDER BY contributions, replies
