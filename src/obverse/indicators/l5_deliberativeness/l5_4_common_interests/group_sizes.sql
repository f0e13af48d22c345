WITH opinion AS (
    SELECT id, MIN(variable) AS conversation, MIN(category) AS opinion_group
    FROM actor_attribute
    WHERE variable LIKE 'opinion_group%' AND category <> 'none'
    GROUP BY id
),
staff AS (
    SELECT id FROM actor WHERE staff_or_test
)
SELECT opinion.conversation, opinion.opinion_group, COUNT(*) AS people
FROM opinion
INNER JOIN voter ON voter.actor = opinion.id
LEFT JOIN staff ON staff.id = voter.actor
WHERE voter.choices > 0 AND staff.id IS NULL
GROUP BY opinion.conversation, opinion.opinion_group
ORDER BY opinion.conversation, opinion.opinion_group
