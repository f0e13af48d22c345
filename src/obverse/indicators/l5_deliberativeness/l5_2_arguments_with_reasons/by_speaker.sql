WITH code AS (
    SELECT speaker AS cluster, meeting, turn, 'reasoned' AS measure, CASE WHEN justification >= 2 THEN 1 ELSE 0 END AS yes
    FROM selected_rows
    WHERE left_out IS NULL AND justification IS NOT NULL
    UNION ALL
    SELECT speaker AS cluster, meeting, turn, 'no_reason' AS measure, CASE WHEN justification = 0 THEN 1 ELSE 0 END AS yes
    FROM selected_rows
    WHERE left_out IS NULL AND justification IS NOT NULL
    UNION ALL
    SELECT speaker AS cluster, meeting, turn, 'disrespect' AS measure, CASE WHEN respect = 0 THEN 1 ELSE 0 END AS yes
    FROM selected_rows
    WHERE left_out IS NULL AND respect IS NOT NULL
),
per_turn AS (
    SELECT measure, cluster, meeting, turn, COUNT(*) AS codes, SUM(yes) AS yes
    FROM code
    GROUP BY measure, cluster, meeting, turn
)
SELECT
    measure,
    cluster,
    codes,
    COUNT(*) AS turns,
    CAST(SUM(yes) AS BIGINT) AS yes,
    CAST(SUM(CASE WHEN yes = codes THEN 1 ELSE 0 END) AS BIGINT) AS all_yes,
    CAST(SUM(CASE WHEN yes > 0 THEN 1 ELSE 0 END) AS BIGINT) AS any_yes
FROM per_turn
GROUP BY measure, cluster, codes
ORDER BY measure, cluster, codes
