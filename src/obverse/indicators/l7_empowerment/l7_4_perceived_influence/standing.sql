WITH standing AS (
    SELECT respondent, variable, MAX(worst_off) AS worst_off
    FROM selected_rows
    WHERE left_out IS NULL AND variable IS NOT NULL
    GROUP BY respondent, variable
)
SELECT
    standing.variable AS variable,
    selected_rows.item AS item,
    standing.worst_off AS worst_off,
    selected_rows.unit AS unit,
    selected_rows.degree AS degree,
    COUNT(*) AS people,
    CAST(SUM(selected_rows.mass) AS BIGINT) AS mass
FROM selected_rows
INNER JOIN standing ON standing.respondent = selected_rows.respondent
WHERE selected_rows.left_out IS NULL AND selected_rows.variable IS NULL AND selected_rows.degree >= 0
GROUP BY standing.variable, selected_rows.item, standing.worst_off, selected_rows.unit, selected_rows.degree
ORDER BY variable, item, worst_off, unit, degree
