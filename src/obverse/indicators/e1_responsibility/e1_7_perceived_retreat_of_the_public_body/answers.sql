SELECT
    side,
    role,
    unit,
    answer,
    COUNT(*) AS people,
    CAST(SUM(mass) AS BIGINT) AS mass
FROM selected_rows
WHERE left_out IS NULL
GROUP BY side, role, unit, answer
ORDER BY side, role, unit, answer
