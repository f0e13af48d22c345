WITH person AS (
    SELECT
        respondent,
        unit,
        MAX(mass) AS mass,
        MAX(CASE WHEN item = 'benefits' THEN degree END) AS benefits,
        MAX(CASE WHEN item = 'costs' THEN degree END) AS costs
    FROM selected_rows
    WHERE left_out IS NULL AND part = 'survey'
    GROUP BY respondent, unit
)

SELECT unit, benefits, costs, COUNT(*) AS people, CAST(SUM(mass) AS BIGINT) AS mass
FROM person
WHERE benefits IS NOT NULL AND costs IS NOT NULL
GROUP BY unit, benefits, costs
ORDER BY unit, benefits, costs
