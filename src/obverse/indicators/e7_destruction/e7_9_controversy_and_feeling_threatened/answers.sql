SELECT
    side,
    role,
    unit,
    degree,
    COUNT(*) AS people,
    CAST(SUM(mass) AS BIGINT) AS mass
FROM selected_rows
WHERE left_out IS NULL
GROUP BY side, role, unit, degree
ORDER BY side, role, unit, degree
