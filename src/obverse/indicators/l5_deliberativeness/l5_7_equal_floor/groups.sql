WITH held AS (
    SELECT meeting, person, SUM(COALESCE(length, 0) * speeches) AS length
    FROM selected_rows
    WHERE left_out IS NULL
    GROUP BY meeting, person
)
SELECT
    actor_attribute.variable AS variable,
    actor_attribute.category AS category,
    held.meeting AS meeting,
    COUNT(*) AS present,
    CAST(SUM(held.length) AS BIGINT) AS length
FROM held
INNER JOIN actor_attribute ON actor_attribute.id = held.person
GROUP BY actor_attribute.variable, actor_attribute.category, held.meeting
ORDER BY variable, category, meeting
