SELECT
    service,
    COUNT(*) AS lines,
    COUNT(stated_cents) AS stated_known,
    SUM(CASE WHEN stated_cents IS NOT NULL THEN booked_cents ELSE 0 END) AS booked,
    SUM(COALESCE(stated_cents, 0)) AS stated,
    SUM(CASE WHEN stated_cents IS NULL THEN booked_cents ELSE 0 END) AS booked_unstated
FROM selected_rows
WHERE left_out IS NULL AND source_table = 'budget_line'
GROUP BY service
ORDER BY service
