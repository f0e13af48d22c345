WITH person AS (
    SELECT role, respondent
    FROM selected_rows
    WHERE left_out IS NULL
    GROUP BY role, respondent
)
SELECT role, COUNT(respondent) AS respondents
FROM person
GROUP BY role
ORDER BY respondents, role
