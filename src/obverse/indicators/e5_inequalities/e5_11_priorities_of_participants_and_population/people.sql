WITH person AS (
    SELECT kind, side, unit, respondent, MAX(mass) AS mass
    FROM selected_rows
    WHERE left_out IS NULL AND degree > 0
    GROUP BY kind, side, unit, respondent
)
SELECT
    kind,
    side,
    unit,
    COUNT(*) AS people,
    CAST(SUM(mass) AS BIGINT) AS mass
FROM person
GROUP BY kind, side, unit
ORDER BY kind, side, unit
