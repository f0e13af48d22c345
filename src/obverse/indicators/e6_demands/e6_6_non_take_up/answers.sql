SELECT item, answer, unit, COUNT(*) AS people, CAST(SUM(mass) AS BIGINT) AS mass
FROM selected_rows
WHERE left_out IS NULL AND part = 'answer'
GROUP BY item, answer, unit
ORDER BY item, answer, unit
