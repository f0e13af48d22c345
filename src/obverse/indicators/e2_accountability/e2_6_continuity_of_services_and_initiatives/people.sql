WITH person AS (
    SELECT unit, SUM(minutes) AS minutes
    FROM selected_rows
    WHERE left_out IS NULL AND part = 'work' AND minutes > 0
    GROUP BY unit
)

SELECT minutes, COUNT(*) AS people
FROM person
GROUP BY minutes
ORDER BY minutes DESC
