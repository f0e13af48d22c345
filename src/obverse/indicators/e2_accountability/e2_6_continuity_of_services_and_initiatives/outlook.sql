SELECT
    COUNT(*) AS initiatives,
    COALESCE(SUM(CASE WHEN course = 'running' THEN 1 ELSE 0 END), 0) AS running,
    COALESCE(SUM(CASE WHEN course = 'running' AND days_funded IS NOT NULL THEN 1 ELSE 0 END), 0) AS funding_known,
    COALESCE(SUM(CASE WHEN course = 'running' AND days_funded >= 365 THEN 1 ELSE 0 END), 0) AS funded_a_year,
    COUNT(spread_to) AS spread_known,
    COALESCE(SUM(CASE WHEN spread_to > 0 THEN 1 ELSE 0 END), 0) AS spread_elsewhere
FROM selected_rows
WHERE left_out IS NULL AND part = 'initiative'
