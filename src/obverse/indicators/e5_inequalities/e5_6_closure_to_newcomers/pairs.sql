WITH member AS (
    SELECT actor
    FROM selected_rows
    WHERE left_out IS NULL AND part = 'request' AND outcome = 'admitted' AND actor IS NOT NULL AND established >= 0
    GROUP BY actor
)
SELECT
    tied.actor,
    tied.other
FROM selected_rows AS tied
INNER JOIN member AS first_member ON first_member.actor = tied.actor
INNER JOIN member AS second_member ON second_member.actor = tied.other
WHERE tied.left_out IS NULL AND tied.part = 'tie'
GROUP BY tied.actor, tied.other
ORDER BY tied.actor, tied.other
