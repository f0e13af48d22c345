WITH staff AS (
    SELECT row_in_file FROM actor WHERE staff_or_test
)
SELECT
    actor_attribute.variable,
    actor_attribute.category,
    COUNT(*) AS persons
FROM actor_attribute
LEFT JOIN staff ON staff.row_in_file = actor_attribute.row_in_file
WHERE staff.row_in_file IS NULL
GROUP BY actor_attribute.variable, actor_attribute.category
ORDER BY variable, category
