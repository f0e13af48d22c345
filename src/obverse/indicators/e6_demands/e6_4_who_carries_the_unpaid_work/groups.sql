SELECT
    part,
    source_table,
    variable,
    place,
    CAST(SUM(COALESCE(people, 0)) AS BIGINT) AS people,
    CAST(SUM(COALESCE(amount, 0)) AS BIGINT) AS amount
FROM selected_rows
WHERE left_out IS NULL AND part <> 'work'
GROUP BY part, source_table, variable, place
ORDER BY part, source_table, variable, place
