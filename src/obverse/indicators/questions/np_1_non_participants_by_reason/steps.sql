SELECT
    variable,
    CAST(SUM(CASE WHEN reason = 'affected' THEN people ELSE 0 END) AS BIGINT) AS affected,
    CAST(SUM(CASE WHEN reason = 'informed' THEN people ELSE 0 END) AS BIGINT) AS informed,
    COUNT(DISTINCT reason) AS stages
FROM selected_rows
WHERE left_out IS NULL AND part = 'step' AND variable IS NOT NULL
GROUP BY variable
ORDER BY variable
