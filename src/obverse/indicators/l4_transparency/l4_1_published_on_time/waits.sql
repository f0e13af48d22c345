WITH allowed AS (
    SELECT 7 AS limit_days
    UNION ALL
    SELECT 30 AS limit_days
    UNION ALL
    SELECT 90 AS limit_days
)
SELECT
    allowed.limit_days AS limit_days,
    CAST(SUM(CASE WHEN selected_rows.days <= allowed.limit_days THEN 1 ELSE 0 END) AS BIGINT) AS in_time,
    CAST(SUM(CASE WHEN selected_rows.days > allowed.limit_days THEN 1 ELSE 0 END) AS BIGINT) AS late,
    CAST(SUM(CASE WHEN selected_rows.days IS NULL THEN 1 ELSE 0 END) AS BIGINT) AS unknown
FROM selected_rows
CROSS JOIN allowed
WHERE selected_rows.left_out IS NULL AND selected_rows.kind <> 'reasons'
    AND (selected_rows.age >= allowed.limit_days OR selected_rows.age IS NULL)
GROUP BY allowed.limit_days
ORDER BY limit_days
