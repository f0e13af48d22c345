SELECT contribution, decision, clause, MAX(CASE WHEN kind = 'adopted' THEN 1 ELSE 0 END) AS adopted
FROM selected_rows
WHERE
    left_out IS NULL AND measure = 'link'
    AND contribution IS NOT NULL AND kind IN ('adopted', 'adapted')
GROUP BY contribution, decision, clause
ORDER BY contribution, decision, clause
