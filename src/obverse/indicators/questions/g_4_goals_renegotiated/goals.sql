SELECT
    COUNT(*) AS goals,
    CAST(COALESCE(SUM(was_replaced), 0) AS BIGINT) AS was_replaced,
    CAST(COALESCE(SUM(renegotiates), 0) AS BIGINT) AS renegotiations,
    CAST(COALESCE(SUM(CASE WHEN renegotiates = 1 AND recorded_on IS NULL THEN 1 ELSE 0 END), 0) AS BIGINT) AS undated,
    COUNT(DISTINCT CASE WHEN renegotiates = 1 THEN recorded_on END) AS occasions,
    COALESCE(days_between(COALESCE(MIN(start_on), MIN(recorded_on)), MIN(last_day)) + 1, 0) AS days
FROM selected_rows
WHERE left_out IS NULL
