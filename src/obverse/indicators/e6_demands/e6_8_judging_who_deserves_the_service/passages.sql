SELECT
    passage,
    coder,
    MAX(CASE WHEN reason IN ('attitude', 'gratitude') THEN 1 ELSE 0 END) AS deserving
FROM selected_rows
WHERE left_out IS NULL AND part = 'passage'
GROUP BY passage, coder
ORDER BY passage, coder
