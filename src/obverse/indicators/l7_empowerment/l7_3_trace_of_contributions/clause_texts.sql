SELECT decision, clause, MIN(words) AS words
FROM selected_rows
WHERE left_out IS NULL AND measure = 'link' AND words IS NOT NULL
GROUP BY decision, clause
ORDER BY decision, clause
