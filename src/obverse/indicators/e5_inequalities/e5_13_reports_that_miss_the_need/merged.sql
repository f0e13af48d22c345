SELECT
    COUNT(*) AS reports,
    CAST(COALESCE(SUM(CASE WHEN problem <> id THEN 1 ELSE 0 END), 0) AS BIGINT) AS merged
FROM selected_rows
WHERE left_out IS NULL AND part = 'report'
