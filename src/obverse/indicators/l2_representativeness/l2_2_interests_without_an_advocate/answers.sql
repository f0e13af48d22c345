WITH naming AS (
    SELECT named, label
    FROM selected_rows
    WHERE left_out IS NULL AND part = 'answer' AND named IS NOT NULL
    GROUP BY named, label
),
person AS (
    SELECT respondent, unit, MAX(mass) AS mass
    FROM selected_rows
    WHERE left_out IS NULL AND part = 'answer'
    GROUP BY respondent, unit
),
said AS (
    SELECT respondent, named
    FROM selected_rows
    WHERE left_out IS NULL AND part = 'answer' AND named IS NOT NULL
    GROUP BY respondent, named
)
SELECT
    naming.named,
    naming.label,
    person.unit,
    CASE WHEN said.named IS NULL THEN 0 ELSE 1 END AS yes,
    COUNT(*) AS people,
    CAST(SUM(person.mass) AS BIGINT) AS mass
FROM person
CROSS JOIN naming
LEFT JOIN said ON said.respondent = person.respondent AND said.named = naming.named
GROUP BY naming.named, naming.label, person.unit, CASE WHEN said.named IS NULL THEN 0 ELSE 1 END
ORDER BY naming.named, naming.label, person.unit, yes
