WITH long_enough AS (
    SELECT COUNT(*) AS texts FROM selected_rows
    WHERE left_out IS NULL AND measure = 'text'
)
SELECT selected_rows.item AS item, selected_rows.person AS person, selected_rows.words AS words
FROM selected_rows
CROSS JOIN long_enough
WHERE
    selected_rows.left_out IS NULL
    AND selected_rows.measure = 'text'
    -- texts are compared in memory
    AND long_enough.texts <= 200000
ORDER BY item
