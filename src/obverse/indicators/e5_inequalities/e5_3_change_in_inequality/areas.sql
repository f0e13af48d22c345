SELECT
    deprivation_rank AS place,
    COUNT(*) AS areas,
    CAST(SUM(COALESCE(population, 0)) AS BIGINT) AS population,
    CAST(SUM(CASE WHEN population IS NULL THEN 1 ELSE 0 END) AS BIGINT) AS population_unknown
FROM selected_rows
WHERE left_out IS NULL AND part = 'area'
GROUP BY deprivation_rank
ORDER BY deprivation_rank
