WITH pair AS (
    SELECT meeting, turn, MIN_BY(engages, coder) AS first_code, MAX_BY(engages, coder) AS second_code
    FROM selected_rows
    WHERE left_out IS NULL AND measure = 'turn'
    GROUP BY meeting, turn
    HAVING COUNT(*) > 1
)
SELECT 'engages_other' AS column_coded, first_code, second_code, COUNT(*) AS turns
FROM pair
GROUP BY first_code, second_code
ORDER BY first_code, second_code
