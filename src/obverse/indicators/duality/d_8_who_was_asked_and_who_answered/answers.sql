SELECT
    side,
    phase,
    item,
    public_value,
    unit,
    COUNT(DISTINCT respondent) AS people,
    CAST(SUM(CASE WHEN said = 'yes' THEN 1 ELSE 0 END) AS BIGINT) AS saw,
    CAST(SUM(CASE WHEN said = 'no' THEN 1 ELSE 0 END) AS BIGINT) AS saw_not,
    CAST(SUM(CASE WHEN said = 'cannot_say' THEN 1 ELSE 0 END) AS BIGINT) AS cannot_say,
    CAST(SUM(CASE WHEN said = 'no_answer' THEN 1 ELSE 0 END) AS BIGINT) AS no_answer
FROM selected_rows
WHERE left_out IS NULL AND kind = 'answer'
GROUP BY side, phase, item, public_value, unit
ORDER BY side, phase, item, public_value, unit
