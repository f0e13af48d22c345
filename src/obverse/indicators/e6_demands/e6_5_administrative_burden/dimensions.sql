SELECT item, unit, degree, COUNT(*) AS people, CAST(SUM(mass) AS BIGINT) AS mass
FROM selected_rows
WHERE left_out IS NULL AND part = 'burden'
GROUP BY item, unit, degree
ORDER BY item, unit, degree
