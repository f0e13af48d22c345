WITH people AS (
    SELECT person FROM selected_rows WHERE left_out IS NULL AND measure = 'person'
),
per_person AS (
    SELECT person, SUM(units) AS events
    FROM selected_rows
    WHERE left_out IS NULL AND measure = 'vote'
    GROUP BY person
)
SELECT COALESCE(per_person.events, 0) AS events, COUNT(*) AS persons
FROM people
LEFT JOIN per_person ON per_person.person = people.person
GROUP BY COALESCE(per_person.events, 0)
ORDER BY events
