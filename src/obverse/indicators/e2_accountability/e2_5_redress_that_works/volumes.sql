WITH level AS (
    SELECT service, MIN(part_level) AS part_level
    FROM selected_rows
    WHERE left_out IS NULL AND source_table = 'service_volume'
    GROUP BY service
)

SELECT period.from_day AS from_day, period.until_day AS until_day, SUM(period.volume) AS volume
FROM selected_rows AS period
INNER JOIN level ON level.service = period.service AND level.part_level = period.part_level
WHERE period.left_out IS NULL AND period.source_table = 'service_volume'
GROUP BY period.from_day, period.until_day
ORDER BY from_day, until_day
