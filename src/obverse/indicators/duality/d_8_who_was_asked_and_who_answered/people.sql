WITH person AS (
    SELECT
        side,
        phase,
        respondent,
        MAX(CASE WHEN said IN ('yes', 'no') THEN 1 ELSE 0 END) AS judged
    FROM selected_rows
    WHERE left_out IS NULL AND kind = 'answer'
    GROUP BY side, phase, respondent
)
SELECT side, phase, COUNT(*) AS people, CAST(SUM(judged) AS BIGINT) AS judges
FROM person
GROUP BY side, phase
ORDER BY side, phase
