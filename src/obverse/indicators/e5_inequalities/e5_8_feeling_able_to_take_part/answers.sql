SELECT
    side,
    unit,
    degree,
    COUNT(*) AS people,
    CAST(SUM(mass) AS BIGINT) AS mass
FROM selected_rows
WHERE left_out IS NULL AND degree IS NOT NULL
GROUP BY side, unit, degree
ORDER BY side, unit, degree
