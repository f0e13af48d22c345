SELECT item AS statement, COUNT(*) AS votes
FROM selected_rows
WHERE left_out IS NULL AND measure = 'vote'
GROUP BY item
ORDER BY statement
