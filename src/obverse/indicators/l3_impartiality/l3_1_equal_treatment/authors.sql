WITH outcomes AS (
    SELECT 'moderation' AS outcome, author, units
    FROM selected_rows
    WHERE left_out IS NULL AND removed IS NOT NULL
    UNION ALL
    SELECT 'acceptance' AS outcome, author, units
    FROM selected_rows
    WHERE left_out IS NULL AND accepted IS NOT NULL
    UNION ALL
    SELECT 'answer' AS outcome, author, units
    FROM selected_rows
    WHERE left_out IS NULL AND answered IS NOT NULL
),
per_author AS (
    SELECT outcome, author, SUM(units) AS contributions
    FROM outcomes
    GROUP BY outcome, author
)
SELECT
    per_author.outcome,
    actor_attribute.variable,
    actor_attribute.category,
    MIN(COALESCE(
        CASE WHEN attribute_category.ordered THEN attribute_category.worst_first ELSE attribute_category.place END,
        1000
    )) AS place,
    COUNT(*) AS authors,
    SUM(per_author.contributions) AS contributions,
    MAX(per_author.contributions) AS most_of_one_author
FROM per_author
INNER JOIN actor_attribute ON actor_attribute.id = per_author.author
LEFT JOIN attribute_category
    ON attribute_category.variable = actor_attribute.variable
    AND attribute_category.category = actor_attribute.category
GROUP BY per_author.outcome, actor_attribute.variable, actor_attribute.category
ORDER BY outcome, variable, place, category
