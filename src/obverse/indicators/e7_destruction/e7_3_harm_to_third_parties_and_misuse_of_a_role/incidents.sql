SELECT
    CAST(COALESCE(SUM(incidents), 0) AS BIGINT) AS incidents,
    CAST(COALESCE(SUM(harm), 0) AS BIGINT) AS harm,
    CAST(COALESCE(SUM(unknown), 0) AS BIGINT) AS unknown
FROM selected_rows
WHERE left_out IS NULL AND part = 'complaint'
