SELECT from_day, SUM(n) AS complaints
FROM selected_rows
WHERE left_out IS NULL AND source_table = 'complaint'
GROUP BY from_day
ORDER BY from_day
