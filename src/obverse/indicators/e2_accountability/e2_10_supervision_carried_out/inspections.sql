WITH level AS (
    -- where a service was recorded both as a whole and in parts, it is counted once
    SELECT service, before_process, MIN(part_level) AS part_level
    FROM selected_rows
    WHERE left_out IS NULL
    GROUP BY service, before_process
)

SELECT
    line.service AS service,
    line.operator AS operator,
    line.before_process AS before_process,
    SUM(CASE WHEN line.done IS NULL THEN 0 ELSE line.planned END) AS planned,
    -- what was done beyond the plan of one period does not stand in for what another period lacks
    SUM(CASE WHEN line.done IS NULL THEN 0 WHEN line.done > line.planned THEN line.planned ELSE line.done END) AS done,
    SUM(CASE WHEN line.done IS NULL THEN line.planned ELSE 0 END) AS unknown
FROM selected_rows AS line
INNER JOIN level
    ON level.service = line.service AND level.before_process = line.before_process
        AND level.part_level = line.part_level
WHERE line.left_out IS NULL
GROUP BY line.service, line.operator, line.before_process
ORDER BY service, operator, before_process
