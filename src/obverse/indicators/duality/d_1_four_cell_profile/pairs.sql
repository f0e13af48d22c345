WITH pair AS (
    SELECT
        public_value,
        side,
        party,
        unit,
        respondent,
        MAX(mass) AS mass,
        MAX(CASE WHEN item = 'strengthened' THEN degree END) AS strengthened,
        MAX(CASE WHEN item = 'weakened' THEN degree END) AS weakened
    FROM selected_rows
    WHERE left_out IS NULL
    GROUP BY public_value, side, party, unit, respondent
)
SELECT
    public_value,
    side,
    party,
    unit,
    strengthened,
    weakened,
    COUNT(*) AS people,
    CAST(SUM(mass) AS BIGINT) AS mass
FROM pair
GROUP BY public_value, side, party, unit, strengthened, weakened
ORDER BY public_value, side, party, unit, strengthened, weakened
