SELECT
    role,
    unit,
    loss,
    COUNT(*) AS people,
    CAST(SUM(mass) AS BIGINT) AS mass
FROM selected_rows
WHERE left_out IS NULL AND variable IS NULL
GROUP BY role, unit, loss
ORDER BY role, unit, loss
