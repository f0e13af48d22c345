SELECT
    cost_line.source_table,
    cost_line.row_in_file AS source_row,
    cost_line.source_rows,
    CASE
        WHEN cost_line.left_out IS NOT NULL THEN cost_line.left_out
        WHEN cost_line.is_delivery THEN 'delivery'
        WHEN cost_line.is_audit THEN 'audit'
    END AS left_out,
    cost_line.kind,
    cost_line.payer
FROM cost_line
