SELECT
    code,
    COUNT(DISTINCT role) AS roles
FROM selected_rows
WHERE left_out IS NULL
GROUP BY code
ORDER BY code
