SELECT
    meeting,
    minutes,
    CASE WHEN moved_something THEN 0 ELSE minutes END AS idle_minutes,
    moved_something IS NOT NULL AS outcome_known
FROM selected_rows
WHERE left_out IS NULL AND minutes > 0
ORDER BY meeting
