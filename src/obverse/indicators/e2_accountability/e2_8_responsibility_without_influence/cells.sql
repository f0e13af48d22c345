SELECT basis, step, actor_class, level
FROM selected_rows
WHERE left_out IS NULL AND source_table = 'decision_right'
ORDER BY basis, step, actor_class
