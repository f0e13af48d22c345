WITH heard AS (
    SELECT item, person, MAX(choice) AS agreed
    FROM selected_rows
    WHERE left_out IS NULL AND measure = 'issue'
    GROUP BY item, person
)
SELECT item AS issue, COUNT(*) AS coders, SUM(agreed) AS saw_agreement
FROM heard
GROUP BY item
ORDER BY issue
