SELECT
    outside,
    overrun,
    COUNT(*) AS uses,
    MAX(CASE WHEN overrun = 1 THEN overrun_days ELSE 0 END) AS longest_days
FROM selected_rows
WHERE left_out IS NULL
GROUP BY outside, overrun
ORDER BY outside, overrun
