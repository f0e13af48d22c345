WITH placed AS (
    SELECT
        event,
        ROW_NUMBER() OVER (ORDER BY on_day, event) AS place,
        COUNT(*) OVER () AS meetings
    FROM selected_rows
    WHERE left_out IS NULL AND part = 'meeting'
),

present AS (
    SELECT partner, event, MAX(COALESCE(joined_day, 0)) AS joined_day
    FROM selected_rows
    WHERE left_out IS NULL AND part = 'attendance'
    GROUP BY partner, event
),

attended AS (
    SELECT
        present.partner,
        present.joined_day,
        CAST(
            (6 * (placed.place - 1) - 6 * (placed.place - 1) % NULLIF(placed.meetings, 0)) / NULLIF(placed.meetings, 0)
            AS BIGINT
        ) AS sixth
    FROM present
    INNER JOIN placed ON placed.event = present.event
)

SELECT partner, sixth, MAX(joined_day) AS joined_day, COUNT(*) AS amount
FROM attended
GROUP BY partner, sixth
ORDER BY partner, sixth
