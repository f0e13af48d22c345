WITH expected AS (
    SELECT respondent, MIN(degree) AS degree
    FROM selected_rows
    WHERE left_out IS NULL AND part = 'expected_influence'
    GROUP BY respondent
),

experienced AS (
    SELECT respondent, MIN(degree) AS degree, MIN(unit) AS unit, MIN(mass) AS mass
    FROM selected_rows
    WHERE left_out IS NULL AND part = 'experienced_influence'
    GROUP BY respondent
)

SELECT
    expected.degree AS expected,
    experienced.degree AS experienced,
    experienced.unit,
    COUNT(*) AS people,
    CAST(SUM(experienced.mass) AS BIGINT) AS mass
FROM experienced
INNER JOIN expected ON expected.respondent = experienced.respondent
GROUP BY expected.degree, experienced.degree, experienced.unit
ORDER BY expected, experienced, unit
