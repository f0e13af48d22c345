SELECT
    COUNT(*) AS calls,
    -- the others have no row that counts, so that they are not among the calls counted either
    CAST(COALESCE(SUM(counted), 0) AS BIGINT) AS counted
FROM (
    SELECT
        term,
        MAX(CASE WHEN left_out IS NULL AND asks_expertise THEN 1 ELSE 0 END) AS asks,
        MAX(CASE WHEN left_out = 'not_noted' THEN 1 ELSE 0 END) AS unsure,
        MAX(CASE WHEN left_out IS NULL THEN 1 ELSE 0 END) AS counted
    FROM selected_rows
    WHERE term IS NOT NULL AND COALESCE(left_out, '') <> 'after_audit'
    GROUP BY term
) AS named
WHERE asks = 0 AND unsure = 1
