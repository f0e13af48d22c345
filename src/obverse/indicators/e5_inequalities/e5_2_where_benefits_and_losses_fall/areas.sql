SELECT
    deprivation_rank AS place,
    COUNT(*) AS areas,
    SUM(COALESCE(population, 0)) AS population,
    SUM(CASE WHEN population IS NULL THEN 1 ELSE 0 END) AS population_unknown,
    SUM(COALESCE(need_thousandths, 0)) AS need,
    SUM(CASE WHEN need_thousandths IS NULL THEN 1 ELSE 0 END) AS need_unknown
FROM selected_rows
WHERE left_out IS NULL AND part = 'area'
GROUP BY deprivation_rank
ORDER BY deprivation_rank
