SELECT
    COUNT(decided_on) AS decided,
    COUNT(launched_on) AS launched,
    COALESCE(days_between(DATE '1970-01-01', MIN(decided_on)), 0) AS decided_day,
    COALESCE(days_between(DATE '1970-01-01', MIN(launched_on)), 0) AS launched_day
FROM selected_rows
WHERE left_out IS NULL
