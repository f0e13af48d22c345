WITH pair AS (
    SELECT
        respondent,
        item,
        MAX(side) AS side,
        MAX(unit) AS unit,
        MAX(mass) AS mass,
        MAX(CASE WHEN is_first = 1 THEN knew END) AS knew_before,
        MAX(CASE WHEN is_last = 1 THEN knew END) AS knew_after
    FROM selected_rows
    WHERE left_out IS NULL AND is_first + is_last = 1
    GROUP BY respondent, item
),
person AS (
    SELECT
        respondent,
        MAX(side) AS side,
        MAX(unit) AS unit,
        SUM(mass) AS mass,
        SUM(mass * knew_before) AS before_mass,
        SUM(mass * knew_after) AS after_mass
    FROM pair
    WHERE knew_before IS NOT NULL AND knew_after IS NOT NULL
    GROUP BY respondent
)
SELECT
    side,
    unit,
    COUNT(*) AS people,
    CAST(SUM(mass) AS BIGINT) AS mass,
    CAST(SUM(before_mass) AS BIGINT) AS before_mass,
    CAST(SUM(after_mass) AS BIGINT) AS after_mass
FROM person
GROUP BY side, unit
ORDER BY side, unit
