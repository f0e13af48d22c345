SELECT
    cost_line.source_table,
    cost_line.row_in_file AS source_row,
    cost_line.source_rows,
    CASE
        WHEN cost_line.left_out IS NOT NULL THEN cost_line.left_out
        WHEN cost_line.is_delivery THEN 'delivery'
    END AS left_out,
    cost_line.kind,
    cost_line.payer,
    cost_line.is_audit,
    cost_line.is_measured,
    cost_line.minutes,
    cost_line.cents
FROM cost_line
