WITH level AS (
    SELECT service, MIN(part_level) AS part_level
    FROM selected_rows
    WHERE left_out IS NULL
    GROUP BY service
)

SELECT
    line.service AS service,
    line.year AS year,
    MAX(CASE WHEN line.is_comparison THEN 1 ELSE 0 END) AS is_comparison,
    COUNT(*) AS lines,
    COUNT(line.real_cents) AS deflated,
    SUM(COALESCE(line.real_cents, 0)) AS real_cents
FROM selected_rows AS line
INNER JOIN level ON level.service = line.service AND level.part_level = line.part_level
WHERE line.left_out IS NULL
GROUP BY line.service, line.year
ORDER BY service, year
