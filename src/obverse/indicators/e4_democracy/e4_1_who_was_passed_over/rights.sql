SELECT
    taken_by AS actor_class,
    step,
    level,
    COUNT(*) AS entries
FROM selected_rows
WHERE left_out IS NULL AND part = 'right'
GROUP BY taken_by, step, level
ORDER BY actor_class, step, level
