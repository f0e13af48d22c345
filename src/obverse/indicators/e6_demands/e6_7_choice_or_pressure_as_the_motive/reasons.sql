WITH person AS (
    SELECT respondent, MIN(unit) AS unit, MIN(mass) AS mass
    FROM selected_rows
    WHERE left_out IS NULL AND part = 'reason'
    GROUP BY respondent
),

named AS (
    SELECT respondent, answer
    FROM selected_rows
    WHERE left_out IS NULL AND part = 'reason'
    GROUP BY respondent, answer
),

reason AS (
    SELECT answer
    FROM named
    GROUP BY answer
)

SELECT
    reason.answer AS reason,
    person.unit,
    CASE WHEN named.respondent IS NULL THEN 0 ELSE 1 END AS names_it,
    COUNT(*) AS people,
    CAST(SUM(person.mass) AS BIGINT) AS mass
FROM person
CROSS JOIN reason
LEFT JOIN named ON named.respondent = person.respondent AND named.answer = reason.answer
GROUP BY reason.answer, person.unit, CASE WHEN named.respondent IS NULL THEN 0 ELSE 1 END
ORDER BY reason, unit, names_it
