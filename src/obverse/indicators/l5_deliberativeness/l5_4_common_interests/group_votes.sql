SELECT
    conversation,
    item AS statement,
    opinion_group,
    COUNT(*) AS votes,
    COUNT(*) FILTER (WHERE choice = 1) AS agrees,
    COUNT(*) FILTER (WHERE choice = -1) AS disagrees
FROM selected_rows
WHERE left_out IS NULL AND measure = 'vote' AND opinion_group IS NOT NULL
GROUP BY conversation, item, opinion_group
ORDER BY conversation, statement, opinion_group
