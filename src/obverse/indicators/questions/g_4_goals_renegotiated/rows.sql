WITH later AS (
    SELECT replaces AS id
    FROM goal
    CROSS JOIN process
    WHERE replaces IS NOT NULL AND (recorded_on IS NULL OR recorded_on <= process.as_of)
    GROUP BY replaces
)
SELECT
    'goal' AS source_table,
    goal.row_in_file AS source_row,
    CASE
        WHEN goal.recorded_on > process.as_of THEN 'after_audit'
    END AS left_out,
    goal.id AS goal,
    CASE WHEN goal.replaces IS NULL THEN 0 ELSE 1 END AS renegotiates,
    CASE WHEN later.id IS NULL THEN 0 ELSE 1 END AS was_replaced,
    goal.recorded_on AS recorded_on,
    process.start_on AS start_on,
    CASE WHEN process.end_on < process.as_of THEN process.end_on ELSE process.as_of END AS last_day
FROM goal
CROSS JOIN process
LEFT JOIN later ON later.id = goal.id
