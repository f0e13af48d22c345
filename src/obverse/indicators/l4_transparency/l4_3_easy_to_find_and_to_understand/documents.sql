SELECT
    COUNT(*) AS documents,
    COALESCE(SUM(CASE WHEN with_address THEN 1 ELSE 0 END), 0) AS with_address,
    COUNT(language) AS with_language,
    COUNT(DISTINCT language) AS languages
FROM selected_rows
WHERE left_out IS NULL AND measure = 'document'
