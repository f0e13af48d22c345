SELECT
    public_value,
    CAST(SUM(CASE WHEN item = 'before' THEN 1 ELSE 0 END) AS BIGINT) AS before_people,
    CAST(SUM(CASE WHEN item = 'before' THEN degree ELSE 0 END) AS BIGINT) AS before_sum,
    CAST(SUM(CASE WHEN item = 'before' THEN degree * degree ELSE 0 END) AS BIGINT) AS before_squares,
    CAST(SUM(CASE WHEN item = 'strengthened' THEN 1 ELSE 0 END) AS BIGINT) AS strengthened_people,
    CAST(SUM(CASE WHEN item = 'strengthened' THEN degree ELSE 0 END) AS BIGINT) AS strengthened_sum,
    CAST(SUM(CASE WHEN item = 'weakened' THEN 1 ELSE 0 END) AS BIGINT) AS weakened_people,
    CAST(SUM(CASE WHEN item = 'weakened' THEN degree ELSE 0 END) AS BIGINT) AS weakened_sum
FROM selected_rows
WHERE left_out IS NULL
GROUP BY public_value
ORDER BY public_value
