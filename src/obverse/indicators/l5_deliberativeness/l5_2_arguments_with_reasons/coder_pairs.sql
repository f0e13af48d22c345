WITH code AS (
    SELECT meeting, turn, coder, 'justification' AS column_coded, justification AS code
    FROM selected_rows
    WHERE left_out IS NULL AND justification IS NOT NULL
    UNION ALL
    SELECT meeting, turn, coder, 'respect' AS column_coded, respect AS code
    FROM selected_rows
    WHERE left_out IS NULL AND respect IS NOT NULL
),
pair AS (
    SELECT
        column_coded,
        meeting,
        turn,
        MIN_BY(code, coder) AS first_code,
        MAX_BY(code, coder) AS second_code
    FROM code
    GROUP BY column_coded, meeting, turn
    HAVING COUNT(*) > 1
)
SELECT column_coded, first_code, second_code, COUNT(*) AS turns
FROM pair
GROUP BY column_coded, first_code, second_code
ORDER BY column_coded, first_code, second_code
