SELECT CAST(COALESCE(SUM(units), 0) AS BIGINT) AS votes
FROM selected_rows
WHERE left_out = 'on_a_ballot' AND measure = 'vote'
