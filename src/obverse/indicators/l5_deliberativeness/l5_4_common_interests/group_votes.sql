WITH voted_on AS (
    SELECT conversation, item, SUM(source_rows) AS votes
    FROM selected_rows
    WHERE left_out IS NULL AND measure = 'vote' AND opinion_group IS NOT NULL
    GROUP BY conversation, item
),
size AS (
    SELECT COUNT(*) AS items FROM voted_on
),
judgeable AS (
    -- what fewer than five people of each of two groups voted on is never judged: where items are very many it stays behind
    SELECT voted_on.conversation, voted_on.item
    FROM voted_on
    CROSS JOIN size
    WHERE size.items <= 20000 OR voted_on.votes >= 10
)
SELECT
    selected_rows.conversation,
    selected_rows.item AS statement,
    selected_rows.opinion_group,
    CAST(SUM(selected_rows.source_rows) AS BIGINT) AS votes,
    CAST(SUM(selected_rows.agrees) AS BIGINT) AS agrees,
    CAST(SUM(selected_rows.disagrees) AS BIGINT) AS disagrees
FROM selected_rows
INNER JOIN judgeable ON judgeable.conversation = selected_rows.conversation AND judgeable.item = selected_rows.item
WHERE selected_rows.left_out IS NULL AND selected_rows.measure = 'vote' AND selected_rows.opinion_group IS NOT NULL
GROUP BY selected_rows.conversation, selected_rows.item, selected_rows.opinion_group
ORDER BY selected_rows.conversation, statement, selected_rows.opinion_group
