SELECT
    COUNT(*) AS votes,
    COUNT(*) FILTER (WHERE opinion_group IS NOT NULL) AS grouped
FROM selected_rows
WHERE left_out IS NULL AND measure = 'vote'
