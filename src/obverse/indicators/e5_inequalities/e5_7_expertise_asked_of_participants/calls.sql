SELECT
    term,
    COALESCE(days_between(DATE '1900-01-01', MIN(since)), -1) AS day_number,
    COUNT(*) AS rules,
    CAST(SUM(CASE WHEN asks_expertise THEN 1 ELSE 0 END) AS BIGINT) AS expertise,
    CAST(SUM(CASE WHEN asks_something THEN 1 ELSE 0 END) AS BIGINT) AS requirements
FROM selected_rows
WHERE left_out IS NULL
GROUP BY term
ORDER BY term
