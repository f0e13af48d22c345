SELECT
    DENSE_RANK() OVER (ORDER BY respondent) AS judge,
    DENSE_RANK() OVER (ORDER BY goal) AS item,
    goal_place,
    side,
    dropped_out
FROM selected_rows
WHERE left_out IS NULL
ORDER BY judge, item
