SELECT
    duty,
    word,
    COUNT(*) AS people,
    SUM(CASE WHEN unit = '' THEN 0 ELSE 1 END) AS together
FROM selected_rows
WHERE left_out IS NULL AND source_table = 'survey_answer' AND named <> 'cannot_say'
GROUP BY duty, word
ORDER BY duty, word
