WITH people AS (
    SELECT COUNT(*) AS persons FROM selected_rows WHERE left_out IS NULL AND measure = 'person'
),
per_person AS (
    SELECT person, SUM(adopted) AS events
    FROM selected_rows
    WHERE left_out IS NULL AND measure = 'contribution'
    GROUP BY person
),
active AS (
    SELECT events, COUNT(*) AS persons
    FROM per_person
    CROSS JOIN people
    WHERE events > 0 AND people.persons > 0
    GROUP BY events
),
heard AS (
    SELECT COALESCE(SUM(persons), 0) AS persons FROM active
),
everybody AS (
    SELECT events, persons FROM active
    UNION ALL
    -- who is in none of the counts above did nothing: no join of all people is needed to know it
    SELECT 0 AS events, people.persons - heard.persons AS persons
    FROM people
    CROSS JOIN heard
    WHERE people.persons > heard.persons
)
SELECT CAST(events AS BIGINT) AS events, CAST(persons AS BIGINT) AS persons
FROM everybody
ORDER BY events
