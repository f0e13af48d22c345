SELECT
    role,
    unit,
    degree,
    COUNT(*) AS people,
    CAST(SUM(mass) AS BIGINT) AS mass
FROM selected_rows
WHERE left_out IS NULL AND source_table = 'survey_answer'
GROUP BY role, unit, degree
ORDER BY role, unit, degree
