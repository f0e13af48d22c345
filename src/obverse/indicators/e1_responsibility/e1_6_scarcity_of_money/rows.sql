SELECT
    'budget_line' AS source_table,
    budget_line.row_in_file AS source_row,
    CASE
        WHEN budget_line.year > EXTRACT(YEAR FROM process.as_of)
            OR (
                budget_line.year = EXTRACT(YEAR FROM process.as_of)
                AND NOT (EXTRACT(MONTH FROM process.as_of) = 12 AND EXTRACT(DAY FROM process.as_of) = 31)
            )
            THEN 'not_over'
        WHEN budget_line.outturn IS NULL THEN 'no_outturn'
    END AS left_out,
    budget_line.service AS service,
    COALESCE(budget_line.comparison, FALSE) AS is_comparison,
    CASE WHEN budget_line.area IS NULL THEN 1 ELSE 2 END AS part_level,
    CAST(budget_line.year AS BIGINT) AS year,
    CAST(ROUND(100 * budget_line.outturn / NULLIF(budget_line.deflator, 0)) AS BIGINT) AS real_cents
FROM budget_line
CROSS JOIN process
