SELECT
    'everybody' AS partner,
    on_month,
    0 AS joined_day,
    0 AS last_day,
    SUM(minutes) AS amount
FROM selected_rows
WHERE left_out IS NULL AND part = 'unpaid'
GROUP BY on_month
ORDER BY on_month
