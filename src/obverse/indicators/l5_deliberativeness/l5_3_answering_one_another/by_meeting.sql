WITH per_turn AS (
    SELECT meeting AS cluster, meeting, turn, COUNT(*) AS codes, SUM(engages) AS yes
    FROM selected_rows
    WHERE left_out IS NULL AND measure = 'turn'
    GROUP BY meeting, turn
)
SELECT
    'turns' AS measure,
    cluster,
    codes,
    COUNT(*) AS turns,
    CAST(SUM(yes) AS BIGINT) AS yes,
    CAST(SUM(CASE WHEN yes = codes THEN 1 ELSE 0 END) AS BIGINT) AS all_yes,
    CAST(SUM(CASE WHEN yes > 0 THEN 1 ELSE 0 END) AS BIGINT) AS any_yes
FROM per_turn
GROUP BY cluster, codes
ORDER BY cluster, codes
