SELECT
    CAST(COALESCE(SUM(CASE WHEN supports THEN minutes ELSE 0 END), 0) AS BIGINT) AS support_minutes,
    CAST(COALESCE(SUM(minutes), 0) AS BIGINT) AS minutes,
    CAST(COALESCE(SUM(CASE WHEN supports AND concerned IS NULL THEN 1 ELSE 0 END), 0) AS BIGINT) AS for_nobody,
    CAST(COALESCE(SUM(CASE WHEN supports THEN 1 ELSE 0 END), 0) AS BIGINT) AS support_entries,
    COUNT(*) AS entries,
    CAST(COALESCE(SUM(CASE WHEN supports AND month_number IS NULL THEN 1 ELSE 0 END), 0) AS BIGINT) AS undated
FROM selected_rows
WHERE left_out IS NULL AND part = 'entry'
