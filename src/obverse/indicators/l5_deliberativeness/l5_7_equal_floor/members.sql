WITH present AS (
    SELECT person FROM selected_rows WHERE left_out IS NULL GROUP BY person
)
SELECT actor_attribute.variable AS variable, actor_attribute.category AS category, present.person AS person
FROM present
INNER JOIN actor_attribute ON actor_attribute.id = present.person
GROUP BY actor_attribute.variable, actor_attribute.category, present.person
ORDER BY variable, category, person
