SELECT
    id,
    label,
    affected,
    CASE WHEN statutory THEN 1 ELSE 0 END AS statutory,
    advocate,
    listed_by
FROM selected_rows
WHERE left_out IS NULL AND part = 'group'
ORDER BY id
