WITH standing AS (
    SELECT respondent, variable, MAX(worst_off) AS worst_off
    FROM selected_rows
    WHERE left_out IS NULL AND variable IS NOT NULL
    GROUP BY respondent, variable
)
SELECT
    standing.variable AS variable,
    standing.worst_off AS worst_off,
    answer.side AS side,
    answer.unit AS unit,
    answer.degree AS degree,
    COUNT(*) AS people,
    CAST(SUM(answer.mass) AS BIGINT) AS mass
FROM selected_rows AS answer
INNER JOIN standing ON standing.respondent = answer.respondent
WHERE answer.left_out IS NULL AND answer.degree IS NOT NULL
GROUP BY standing.variable, standing.worst_off, answer.side, answer.unit, answer.degree
ORDER BY variable, worst_off, side, unit, degree
