WITH scored AS (
    -- the mean of the questions that a person answered, in sixths of a degree
    SELECT
        respondent,
        MIN(unit) AS unit,
        MIN(mass) AS mass,
        CAST(ROUND(6 * SUM(degree) / NULLIF(COUNT(degree), 0)) AS BIGINT) AS sixths
    FROM selected_rows
    WHERE left_out IS NULL AND part = 'burden'
    GROUP BY respondent
),

outcome AS (
    SELECT respondent, MIN(outcome) AS outcome
    FROM selected_rows
    WHERE left_out IS NULL AND part = 'outcome'
    GROUP BY respondent
),

standing AS (
    SELECT respondent, variable, MAX(worst_off) AS worst_off
    FROM selected_rows
    WHERE left_out IS NULL AND part = 'standing'
    GROUP BY respondent, variable
),

answered AS (
    SELECT 'all' AS compared, 0 AS worst_off, scored.respondent, scored.unit, scored.mass, scored.sixths
    FROM scored
    UNION ALL
    SELECT standing.variable AS compared, standing.worst_off, scored.respondent, scored.unit, scored.mass, scored.sixths
    FROM scored
    INNER JOIN standing ON standing.respondent = scored.respondent
)

SELECT
    answered.compared,
    answered.worst_off,
    COALESCE(outcome.outcome, 'unknown') AS outcome,
    answered.unit,
    answered.sixths,
    COUNT(*) AS people,
    CAST(SUM(answered.mass) AS BIGINT) AS mass
FROM answered
LEFT JOIN outcome ON outcome.respondent = answered.respondent
GROUP BY answered.compared, answered.worst_off, COALESCE(outcome.outcome, 'unknown'), answered.unit, answered.sixths
ORDER BY compared, worst_off, outcome, unit, sixths
