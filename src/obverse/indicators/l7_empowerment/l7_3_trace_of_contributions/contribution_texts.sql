WITH wanted AS (
    SELECT COUNT(*) AS clauses FROM selected_rows
    WHERE left_out IS NULL AND measure = 'link' AND words IS NOT NULL
),
long_enough AS (
    SELECT COUNT(*) AS texts FROM selected_rows
    WHERE left_out IS NULL AND measure = 'contribution' AND LENGTH(words) >= 30
)
SELECT selected_rows.contribution AS contribution, selected_rows.words AS words
FROM selected_rows
CROSS JOIN wanted
CROSS JOIN long_enough
WHERE
    selected_rows.left_out IS NULL
    AND selected_rows.measure = 'contribution'
    AND LENGTH(selected_rows.words) >= 30
    AND wanted.clauses > 0
    -- every text is compared with every passage in memory
    AND long_enough.texts <= 50000
ORDER BY contribution
