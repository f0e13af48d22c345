WITH first_answer AS (
    SELECT respondent, item, MIN(points) AS points
    FROM selected_rows
    WHERE left_out IS NULL AND moment = 'first'
    GROUP BY respondent, item
),

last_answer AS (
    SELECT respondent, item, MIN(points) AS points, MIN(side) AS side, MIN(unit) AS unit, MIN(mass) AS mass
    FROM selected_rows
    WHERE left_out IS NULL AND moment = 'last'
    GROUP BY respondent, item
)

SELECT
    last_answer.item,
    last_answer.side,
    last_answer.unit,
    last_answer.points - first_answer.points AS moved,
    COUNT(*) AS people,
    CAST(SUM(last_answer.mass) AS BIGINT) AS mass
FROM last_answer
INNER JOIN first_answer
    ON first_answer.respondent = last_answer.respondent AND first_answer.item = last_answer.item
GROUP BY last_answer.item, last_answer.side, last_answer.unit, last_answer.points - first_answer.points
ORDER BY item, side, unit, moved
