SELECT
    area,
    poorer,
    MIN(horizon) AS horizon,
    SUM(units) AS contributions,
    SUM(units * LEAST("day", horizon)) AS days
FROM selected_rows
WHERE left_out IS NULL
    AND source_table = 'contribution'
    AND poorer IS NOT NULL
    AND followed >= horizon
    AND (ending IN ('answered', 'open') OR (ending = 'set_aside' AND "day" >= horizon))
GROUP BY area, poorer
ORDER BY area
