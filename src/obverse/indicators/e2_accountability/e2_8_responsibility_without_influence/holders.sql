SELECT holder, COUNT(*) AS duties
FROM selected_rows
WHERE left_out IS NULL AND source_table = 'duty'
GROUP BY holder
ORDER BY holder
