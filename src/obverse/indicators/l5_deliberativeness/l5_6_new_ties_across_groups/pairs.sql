SELECT one, other, MAX(in_first) AS in_first, MAX(in_last) AS in_last
FROM selected_rows
WHERE left_out IS NULL AND measure = 'tie'
GROUP BY one, other
ORDER BY one, other
