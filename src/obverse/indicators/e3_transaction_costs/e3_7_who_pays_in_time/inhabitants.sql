SELECT
    variable,
    LOWER(TRANSLATE(category, 'Σİ', 'σi')) AS category,
    CAST(SUM(CASE WHEN part = 'population' THEN people ELSE 0 END) AS BIGINT) AS population,
    CAST(SUM(CASE WHEN part = 'affected' THEN people ELSE 0 END) AS BIGINT) AS affected
FROM selected_rows
WHERE left_out IS NULL AND part <> 'time' AND variable IS NOT NULL AND category IS NOT NULL
GROUP BY variable, LOWER(TRANSLATE(category, 'Σİ', 'σi'))
ORDER BY variable, category
