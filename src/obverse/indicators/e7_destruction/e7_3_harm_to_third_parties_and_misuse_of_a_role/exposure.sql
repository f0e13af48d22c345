WITH stated AS (
    -- hours stated beside several incidents of one duty are the same hours
    SELECT service, MAX(minutes) AS minutes
    FROM selected_rows
    WHERE left_out IS NULL AND part = 'complaint' AND minutes IS NOT NULL
    GROUP BY service
),

recorded AS (
    SELECT 'complaint' AS part, service, 1 AS part_level, -1 AS since_1970, minutes
    FROM stated
    UNION ALL
    SELECT
        part,
        service,
        part_level,
        COALESCE(days_between(DATE '1970-01-01', "day"), -1) AS since_1970,
        minutes
    FROM selected_rows
    WHERE left_out IS NULL AND part <> 'complaint' AND minutes > 0
)

SELECT part, service, part_level, since_1970, CAST(SUM(minutes) AS BIGINT) AS minutes
FROM recorded
GROUP BY part, service, part_level, since_1970
ORDER BY part, service, part_level, since_1970
