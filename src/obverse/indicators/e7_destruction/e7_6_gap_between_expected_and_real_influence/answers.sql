SELECT part, degree, unit, COUNT(*) AS people, CAST(SUM(mass) AS BIGINT) AS mass
FROM selected_rows
WHERE left_out IS NULL AND part <> 'promise'
GROUP BY part, degree, unit
ORDER BY part, degree, unit
