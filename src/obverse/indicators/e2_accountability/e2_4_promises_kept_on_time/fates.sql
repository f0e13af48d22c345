SELECT fate, COUNT(*) AS commitments
FROM selected_rows
WHERE left_out IS NULL
GROUP BY fate
ORDER BY fate
