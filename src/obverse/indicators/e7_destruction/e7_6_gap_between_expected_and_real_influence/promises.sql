SELECT promised_by, fate, COUNT(*) AS promises
FROM selected_rows
WHERE left_out IS NULL AND part = 'promise'
GROUP BY promised_by, fate
ORDER BY promised_by, fate
