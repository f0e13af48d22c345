WITH person AS (
    -- somebody who names several reasons is counted under each, once
    SELECT
        respondent,
        MIN(unit) AS unit,
        MIN(mass) AS mass,
        MAX(CASE WHEN motive = 'controlled' THEN 1 ELSE 0 END) AS controlled,
        MAX(CASE WHEN motive = 'giving_back' THEN 1 ELSE 0 END) AS giving_back,
        MAX(CASE WHEN motive = 'autonomous' THEN 1 ELSE 0 END) AS autonomous
    FROM selected_rows
    WHERE left_out IS NULL AND part = 'reason'
    GROUP BY respondent
),

standing AS (
    SELECT respondent, variable, MAX(worst_off) AS worst_off
    FROM selected_rows
    WHERE left_out IS NULL AND part = 'standing'
    GROUP BY respondent, variable
),

compared AS (
    SELECT '' AS variable, 0 AS worst_off, respondent FROM person
    UNION ALL
    SELECT variable, worst_off, respondent FROM standing
)

SELECT
    compared.variable,
    compared.worst_off,
    person.unit,
    person.controlled,
    person.giving_back,
    person.autonomous,
    COUNT(*) AS people,
    CAST(SUM(person.mass) AS BIGINT) AS mass
FROM compared
INNER JOIN person ON person.respondent = compared.respondent
GROUP BY
    compared.variable, compared.worst_off, person.unit, person.controlled, person.giving_back, person.autonomous
ORDER BY
    compared.variable, compared.worst_off, person.unit, person.controlled, person.giving_back, person.autonomous
