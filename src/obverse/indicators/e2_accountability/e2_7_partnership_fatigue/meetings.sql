WITH placed AS (
    SELECT
        on_day,
        ROW_NUMBER() OVER (ORDER BY on_day, event) AS place,
        COUNT(*) OVER () AS meetings
    FROM selected_rows
    WHERE left_out IS NULL AND part = 'meeting'
),

sixth AS (
    SELECT on_day, CAST((6 * (place - 1) - 6 * (place - 1) % NULLIF(meetings, 0)) / NULLIF(meetings, 0) AS BIGINT) AS sixth
    FROM placed
)

SELECT sixth, COUNT(*) AS held, MAX(on_day) AS last_day
FROM sixth
GROUP BY sixth
ORDER BY sixth
