SELECT
    partner,
    on_month,
    MAX(COALESCE(joined_day, 0)) AS joined_day,
    MAX(on_day) AS last_day,
    SUM(minutes) AS amount
FROM selected_rows
WHERE left_out IS NULL AND part = 'work'
GROUP BY partner, on_month
ORDER BY partner, on_month
