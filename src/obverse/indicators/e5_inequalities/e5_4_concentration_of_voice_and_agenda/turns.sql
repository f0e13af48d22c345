WITH per_person AS (
    SELECT person, SUM(units) AS events
    FROM selected_rows
    WHERE left_out IS NULL AND measure = 'turn'
    GROUP BY person
)
SELECT events, COUNT(*) AS persons
FROM per_person
GROUP BY events
ORDER BY events
