SELECT
    COUNT(DISTINCT respondent) AS respondents,
    COUNT(DISTINCT goal) AS goals
FROM selected_rows
WHERE left_out IS NULL OR left_out = 'incomplete_ranking'
