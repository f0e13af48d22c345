WITH people AS (
    SELECT person, MIN(hour) AS hour, MAX(midnight) AS midnight
    FROM selected_rows
    WHERE left_out IS NULL AND measure = 'vote' AND hour > -1000000
    GROUP BY person
)
SELECT hour, COUNT(*) AS arrived, SUM(midnight) AS midnight
FROM people
GROUP BY hour
ORDER BY hour
