SELECT hour, COUNT(*) AS mailings
FROM selected_rows
WHERE left_out IS NULL AND measure = 'mailing'
GROUP BY hour
ORDER BY hour
