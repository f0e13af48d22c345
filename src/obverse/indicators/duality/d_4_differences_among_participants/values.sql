WITH belonging AS (
    SELECT respondent, variable, MIN(category) AS category, MIN(place) AS place
    FROM selected_rows
    WHERE left_out IS NULL AND variable IS NOT NULL
    GROUP BY respondent, variable
),
answer AS (
    SELECT respondent, role, public_value, unit, mass, CASE WHEN degree > 0 THEN 1 ELSE 0 END AS saw
    FROM selected_rows
    WHERE left_out IS NULL AND variable IS NULL AND item = 'weakened'
),
grouped AS (
    SELECT public_value, 'role' AS variable, role AS category, 0 AS place, unit, mass, saw
    FROM answer
    UNION ALL
    SELECT answer.public_value, belonging.variable, belonging.category, belonging.place,
        answer.unit, answer.mass, answer.saw
    FROM answer
    INNER JOIN belonging ON belonging.respondent = answer.respondent
)
SELECT
    public_value,
    variable,
    category,
    CAST(MIN(place) AS BIGINT) AS place,
    unit,
    saw,
    COUNT(*) AS people,
    CAST(SUM(mass) AS BIGINT) AS mass
FROM grouped
GROUP BY public_value, variable, category, unit, saw
ORDER BY public_value, variable, place, category, unit, saw
