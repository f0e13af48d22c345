SELECT accounts, COUNT(*) AS funds
FROM selected_rows
WHERE left_out IS NULL
GROUP BY accounts
ORDER BY accounts
