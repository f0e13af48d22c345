SELECT
    COUNT(*) FILTER (WHERE choice = 1) AS settled,
    COUNT(*) FILTER (WHERE choice = 0) AS open_still,
    COUNT(*) FILTER (WHERE choice = -1) AS not_noted
FROM selected_rows
WHERE left_out IS NULL AND measure = 'meeting'
