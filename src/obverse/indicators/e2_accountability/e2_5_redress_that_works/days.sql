SELECT
    days,
    SUM(CASE WHEN settled THEN n ELSE 0 END) AS settled,
    SUM(CASE WHEN settled THEN 0 ELSE n END) AS still_open
FROM selected_rows
WHERE left_out IS NULL AND source_table = 'complaint' AND (dated OR NOT settled)
GROUP BY days
ORDER BY days
