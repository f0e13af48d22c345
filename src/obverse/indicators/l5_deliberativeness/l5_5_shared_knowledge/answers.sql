SELECT COUNT(*) AS answers
FROM selected_rows
WHERE left_out IS NULL
