WITH rating AS (
    SELECT 'third' AS rater, party, label, side, rated_by_third AS step
    FROM selected_rows
    WHERE left_out IS NULL AND rated_by_third <> 9
    UNION ALL
    SELECT 'owner' AS rater, party, label, side, rated_by_owner AS step
    FROM selected_rows
    WHERE left_out IS NULL AND rated_by_owner <> 9
)
SELECT
    rater,
    side,
    party,
    MIN(label) AS label,
    CAST(SUM(CASE WHEN step = -2 THEN 1 ELSE 0 END) AS BIGINT) AS much_less,
    CAST(SUM(CASE WHEN step = -1 THEN 1 ELSE 0 END) AS BIGINT) AS less,
    CAST(SUM(CASE WHEN step = 0 THEN 1 ELSE 0 END) AS BIGINT) AS as_hoped,
    CAST(SUM(CASE WHEN step = 1 THEN 1 ELSE 0 END) AS BIGINT) AS more,
    CAST(SUM(CASE WHEN step = 2 THEN 1 ELSE 0 END) AS BIGINT) AS much_more
FROM rating
GROUP BY rater, side, party
ORDER BY rater, side, party
