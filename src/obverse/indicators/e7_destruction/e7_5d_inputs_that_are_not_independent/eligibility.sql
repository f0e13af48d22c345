SELECT
    COUNT(*) FILTER (WHERE barred = 1) AS barred,
    COUNT(*) FILTER (WHERE barred = 0) AS allowed,
    COUNT(*) FILTER (WHERE barred = -1) AS unknown
FROM selected_rows
WHERE left_out IS NULL AND measure = 'vote'
