SELECT
    COALESCE(phase, '') AS phase,
    COUNT(*) AS meetings,
    CAST(SUM(minutes) AS BIGINT) AS minutes
FROM selected_rows
WHERE left_out IS NULL AND measure = 'meeting'
GROUP BY COALESCE(phase, '')
ORDER BY phase
