SELECT
    item,
    role,
    unit,
    degree,
    CASE WHEN degree >= 0 THEN 1 ELSE 0 END AS said,
    COUNT(*) AS people,
    CAST(SUM(mass) AS BIGINT) AS mass
FROM selected_rows
WHERE left_out IS NULL AND variable IS NULL
GROUP BY item, role, unit, degree
ORDER BY item, role, unit, degree
