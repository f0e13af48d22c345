SELECT
    COALESCE(role, '') AS role,
    unit,
    degree,
    COUNT(*) AS people,
    CAST(SUM(mass) AS BIGINT) AS mass
FROM selected_rows
WHERE left_out IS NULL AND part = 'answer'
GROUP BY COALESCE(role, ''), unit, degree
ORDER BY role, unit, degree
