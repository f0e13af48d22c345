WITH answer AS (
    SELECT respondent, unit, mass, CASE WHEN loss > 0 THEN 1 ELSE 0 END AS pressed
    FROM selected_rows
    WHERE left_out IS NULL AND variable IS NULL AND loss >= 0
),
standing AS (
    SELECT respondent, variable, MAX(worst_off) AS worst_off
    FROM selected_rows
    WHERE left_out IS NULL AND variable IS NOT NULL
    GROUP BY respondent, variable
)
SELECT
    standing.variable AS variable,
    standing.worst_off AS worst_off,
    answer.unit AS unit,
    COUNT(*) AS people,
    CAST(SUM(answer.pressed) AS BIGINT) AS pressed_people,
    CAST(SUM(answer.mass) AS BIGINT) AS mass,
    CAST(SUM(answer.mass * answer.pressed) AS BIGINT) AS pressed_mass
FROM answer
INNER JOIN standing ON standing.respondent = answer.respondent
GROUP BY standing.variable, standing.worst_off, answer.unit
ORDER BY variable, worst_off, unit
