SELECT COUNT("day") AS promises, COALESCE(MIN("day"), 0) AS days
FROM selected_rows
WHERE left_out IS NULL AND source_table = 'commitment'
