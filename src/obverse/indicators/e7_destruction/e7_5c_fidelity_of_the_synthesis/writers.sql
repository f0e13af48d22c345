WITH per_writer AS (
    SELECT
        voice,
        COUNT(*) FILTER (WHERE critical = 1 AND kept = 1) AS critical_kept,
        COUNT(*) FILTER (WHERE critical = 1 AND kept >= 0) AS critical_told,
        COUNT(*) FILTER (WHERE critical = 0 AND kept = 1) AS other_kept,
        COUNT(*) FILTER (WHERE critical = 0 AND kept >= 0) AS other_told,
        COUNT(*) FILTER (WHERE critical >= 0 AND kept = -1) AS untold
    FROM selected_rows
    WHERE left_out IS NULL AND measure = 'contribution'
    GROUP BY voice
)
SELECT critical_kept, critical_told, other_kept, other_told, untold, COUNT(*) AS writers
FROM per_writer
GROUP BY critical_kept, critical_told, other_kept, other_told, untold
ORDER BY critical_kept, critical_told, other_kept, other_told, untold
