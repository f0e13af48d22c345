SELECT basis, step, actor_class, level
FROM selected_rows
WHERE left_out IS NULL
ORDER BY basis, step, actor_class
