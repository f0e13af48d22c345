SELECT
    half AS wave,
    unit,
    low_trust,
    COUNT(*) AS people,
    CAST(SUM(mass) AS BIGINT) AS mass
FROM selected_rows
WHERE left_out IS NULL AND source_table = 'survey_answer'
GROUP BY half, unit, low_trust
ORDER BY wave, unit, low_trust
