SELECT
    COALESCE(area, '') AS area,
    SUM(CASE WHEN in_time THEN units ELSE 0 END) AS in_time,
    SUM(CASE WHEN NOT in_time THEN units ELSE 0 END) AS late,
    SUM(CASE WHEN in_time IS NULL AND NOT COALESCE(not_owed, FALSE) THEN units ELSE 0 END) AS unknown
FROM selected_rows
WHERE left_out IS NULL AND source_table = 'contribution'
GROUP BY COALESCE(area, '')
ORDER BY area
