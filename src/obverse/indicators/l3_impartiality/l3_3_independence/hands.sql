WITH per_class AS (
    SELECT step, actor_class, MAX(has_a_say) AS has_a_say
    FROM selected_rows
    WHERE left_out IS NULL
    GROUP BY step, actor_class
)
SELECT step, COUNT(*) AS classes, CAST(SUM(has_a_say) AS BIGINT) AS with_a_say
FROM per_class
GROUP BY step
ORDER BY step
