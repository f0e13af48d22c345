SELECT answer, unit, COUNT(*) AS people, CAST(SUM(mass) AS BIGINT) AS mass
FROM selected_rows
WHERE left_out IS NULL AND part = 'could_refuse'
GROUP BY answer, unit
ORDER BY answer, unit
