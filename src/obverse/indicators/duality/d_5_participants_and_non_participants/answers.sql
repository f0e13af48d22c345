WITH pair AS (
    SELECT
        public_value,
        side,
        unit,
        respondent,
        MAX(mass) AS mass,
        MAX(CASE WHEN item = 'strengthened' THEN yes END) AS strengthened,
        MAX(CASE WHEN item = 'weakened' THEN yes END) AS weakened
    FROM selected_rows
    WHERE left_out IS NULL
    GROUP BY public_value, side, unit, respondent
)
SELECT
    public_value,
    side,
    unit,
    COUNT(*) AS people,
    CAST(SUM(strengthened) AS BIGINT) AS strengthened_people,
    CAST(SUM(weakened) AS BIGINT) AS weakened_people,
    CAST(SUM(mass) AS BIGINT) AS mass,
    CAST(SUM(mass * strengthened) AS BIGINT) AS strengthened_mass,
    CAST(SUM(mass * weakened) AS BIGINT) AS weakened_mass
FROM pair
GROUP BY public_value, side, unit
ORDER BY public_value, side, unit
