SELECT
    actor_attribute.variable,
    actor_attribute.category,
    COUNT(*) AS persons
FROM selected_rows
INNER JOIN actor_attribute ON actor_attribute.id = selected_rows.person
WHERE selected_rows.left_out IS NULL
GROUP BY actor_attribute.variable, actor_attribute.category
ORDER BY variable, category
