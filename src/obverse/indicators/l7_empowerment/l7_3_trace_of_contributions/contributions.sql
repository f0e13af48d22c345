WITH fates AS (
    SELECT
        contribution,
        MAX(CASE WHEN kind IN ('adopted', 'adapted') THEN 1 ELSE 0 END) AS traced,
        MAX(CASE WHEN kind IN ('refused', 'untouched') THEN 1 ELSE 0 END) AS refused
    FROM selected_rows
    WHERE left_out IS NULL AND measure = 'link' AND contribution IS NOT NULL
    GROUP BY contribution
)
SELECT
    COALESCE(SUM(CASE WHEN fates.traced = 1 THEN told.millionths ELSE 0 END), 0) AS traced,
    COALESCE(SUM(CASE WHEN fates.traced = 0 AND fates.refused = 1 THEN told.millionths ELSE 0 END), 0) AS refused,
    COALESCE(SUM(CASE WHEN COALESCE(fates.traced, 0) + COALESCE(fates.refused, 0) = 0
        THEN told.millionths ELSE 0 END), 0) AS untold
FROM selected_rows AS told
LEFT JOIN fates ON fates.contribution = told.contribution
WHERE told.left_out IS NULL AND told.measure = 'contribution'
