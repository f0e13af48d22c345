SELECT COALESCE(MAX(in_first * in_last), 0) AS only_one
FROM selected_rows
WHERE left_out IS NULL AND measure = 'tie'
