SELECT
    actor,
    MAX(established) AS established
FROM selected_rows
WHERE left_out IS NULL AND part = 'request' AND outcome = 'admitted' AND actor IS NOT NULL AND established >= 0
GROUP BY actor
ORDER BY actor
