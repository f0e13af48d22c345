WITH per_clause AS (
    SELECT
        decision,
        clause,
        MAX(CASE WHEN kind IN ('adopted', 'adapted') AND contribution IS NOT NULL THEN 1 ELSE 0 END) AS traced,
        MAX(CASE WHEN kind IN ('adopted', 'adapted') AND contribution IS NULL THEN 1 ELSE 0 END) AS unnamed,
        MAX(CASE WHEN kind IN ('untouched', 'other_source') THEN 1 ELSE 0 END) AS other,
        MAX(CASE WHEN kind = 'refused' AND clause <> '' THEN 1 ELSE 0 END) AS refused,
        COUNT(*) FILTER (WHERE kind IN ('adopted', 'adapted')) AS links,
        COUNT(*) FILTER (WHERE kind IN ('adopted', 'adapted') AND millionths >= 0) AS measured,
        SUM(CASE WHEN kind IN ('adopted', 'adapted') AND millionths > 0 THEN millionths ELSE 0 END) AS millionths
    FROM selected_rows
    WHERE left_out IS NULL AND measure = 'link'
    GROUP BY decision, clause
)
SELECT
    COUNT(*) FILTER (WHERE traced = 1) AS traced,
    COUNT(*) FILTER (WHERE traced = 0 AND unnamed = 1) AS unnamed,
    COUNT(*) FILTER (WHERE traced = 0 AND unnamed = 0 AND other + refused > 0) AS elsewhere,
    COUNT(*) FILTER (WHERE links = measured AND traced + unnamed + other + refused > 0) AS measured,
    COALESCE(SUM(CASE
        WHEN links = measured AND traced + unnamed + other + refused > 0 AND millionths > 1000000 THEN 1000000
        WHEN links = measured AND traced + unnamed + other + refused > 0 THEN millionths
        ELSE 0
    END), 0) AS millionths
FROM per_clause
