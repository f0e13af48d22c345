WITH person AS (
    SELECT
        respondent,
        item AS effect,
        MIN(role) AS role,
        MIN(unit) AS unit,
        MIN(mass) AS mass,
        SUM(degree) AS degrees,
        COUNT(*) AS answered
    FROM selected_rows
    WHERE left_out IS NULL AND variable IS NULL
    GROUP BY respondent, item
),
belonging AS (
    SELECT respondent, variable, MIN(category) AS category, MIN(place) AS place
    FROM selected_rows
    WHERE left_out IS NULL AND variable IS NOT NULL
    GROUP BY respondent, variable
),
grouped AS (
    SELECT person.effect, 'role' AS variable, person.role AS category, 0 AS place,
        person.unit, person.mass, person.degrees, person.answered
    FROM person
    UNION ALL
    SELECT person.effect, belonging.variable, belonging.category, belonging.place,
        person.unit, person.mass, person.degrees, person.answered
    FROM person
    INNER JOIN belonging ON belonging.respondent = person.respondent
)
SELECT
    effect,
    variable,
    category,
    CAST(MIN(place) AS BIGINT) AS place,
    unit,
    CAST(degrees AS BIGINT) AS degrees,
    answered,
    COUNT(*) AS people,
    CAST(SUM(mass) AS BIGINT) AS mass
FROM grouped
GROUP BY effect, variable, category, unit, degrees, answered
ORDER BY effect, variable, place, category, unit, degrees, answered
