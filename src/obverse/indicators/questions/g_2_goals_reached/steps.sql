SELECT
    rated_by_owner,
    rated_by_third,
    COUNT(*) AS goals
FROM selected_rows
WHERE left_out IS NULL
GROUP BY rated_by_owner, rated_by_third
ORDER BY rated_by_owner, rated_by_third
