SELECT obligation, norm, state
FROM selected_rows
WHERE left_out IS NULL
ORDER BY obligation
