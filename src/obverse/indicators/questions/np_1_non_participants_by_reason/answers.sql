SELECT
    reason,
    unit,
    COUNT(*) AS people,
    CAST(SUM(mass) AS BIGINT) AS mass
FROM selected_rows
WHERE left_out IS NULL AND part = 'reason'
GROUP BY reason, unit
ORDER BY reason, unit
