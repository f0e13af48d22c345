SELECT
    term,
    prior_tie,
    established,
    CAST(SUM(CASE WHEN outcome = 'admitted' THEN n ELSE 0 END) AS BIGINT) AS admitted,
    CAST(SUM(CASE WHEN outcome = 'refused' THEN n ELSE 0 END) AS BIGINT) AS refused
FROM selected_rows
WHERE left_out IS NULL AND part = 'request'
GROUP BY term, prior_tie, established
ORDER BY term, prior_tie, established
