SELECT
    topic,
    side,
    unit,
    degree,
    COUNT(*) AS people,
    CAST(SUM(mass) AS BIGINT) AS mass
FROM selected_rows
WHERE left_out IS NULL AND kind = 'values'
GROUP BY topic, side, unit, degree
ORDER BY topic, side, unit, degree
