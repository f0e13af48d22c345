SELECT COUNT(*) AS votes
FROM selected_rows
WHERE left_out = 'on_a_ballot' AND measure = 'vote'
