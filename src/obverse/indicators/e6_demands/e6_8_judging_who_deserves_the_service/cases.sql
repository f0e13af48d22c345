SELECT refused, COALESCE(reason, 'not_coded') AS reason, CAST(SUM(n) AS BIGINT) AS cases
FROM selected_rows
WHERE left_out IS NULL AND part = 'case' AND n > 0
GROUP BY refused, COALESCE(reason, 'not_coded')
ORDER BY refused, reason
