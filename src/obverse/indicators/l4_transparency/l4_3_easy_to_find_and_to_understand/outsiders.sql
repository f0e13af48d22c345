WITH per_person AS (
    SELECT respondent, CAST(SUM(found) AS BIGINT) AS found, COUNT(*) AS attempts
    FROM selected_rows
    WHERE left_out IS NULL AND measure = 'attempt'
    GROUP BY respondent
)
SELECT found, attempts, COUNT(*) AS people
FROM per_person
GROUP BY found, attempts
ORDER BY found, attempts
