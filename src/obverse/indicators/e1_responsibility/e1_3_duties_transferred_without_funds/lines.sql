SELECT COUNT(*) AS lines
FROM selected_rows
WHERE left_out IS NULL AND source_table = 'budget_line'
