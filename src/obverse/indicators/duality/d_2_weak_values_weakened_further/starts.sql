SELECT
    public_value,
    degree,
    COUNT(*) AS people
FROM selected_rows
WHERE left_out IS NULL AND item = 'before'
GROUP BY public_value, degree
ORDER BY public_value, degree
