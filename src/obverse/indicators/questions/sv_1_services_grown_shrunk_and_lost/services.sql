WITH latest AS (
    SELECT service, MAX(period_start) AS last_on
    FROM selected_rows
    WHERE left_out IS NULL AND NOT is_comparison
    GROUP BY service
),

course AS (
    SELECT
        selected_rows.service,
        MAX(CASE WHEN selected_rows.before_process THEN 1 ELSE 0 END) AS there_before,
        MIN(CASE WHEN selected_rows.before_process THEN 0 ELSE 1 END) AS only_after,
        MAX(
            CASE
                WHEN selected_rows.period_start = latest.last_on AND COALESCE(selected_rows.is_open, TRUE) THEN 1
                ELSE 0
            END
        ) AS still_there
    FROM selected_rows
    INNER JOIN latest ON latest.service = selected_rows.service
    WHERE selected_rows.left_out IS NULL AND NOT selected_rows.is_comparison
    GROUP BY selected_rows.service
)

SELECT
    COUNT(*) AS services,
    COALESCE(SUM(there_before), 0) AS there_before,
    COALESCE(SUM(only_after), 0) AS begun,
    COALESCE(SUM(1 - still_there), 0) AS ended
FROM course
