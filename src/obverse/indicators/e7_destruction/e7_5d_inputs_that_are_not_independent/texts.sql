SELECT item, person, words
FROM selected_rows
-- above 200,000 texts none is read: see rows.sql
WHERE left_out IS NULL AND measure = 'text' AND words IS NOT NULL
ORDER BY item
