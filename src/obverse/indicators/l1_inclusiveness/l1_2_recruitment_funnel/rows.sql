SELECT
    source_table,
    row_in_file AS source_row,
    source_rows,
    left_out,
    CASE WHEN source_table = 'reference_population' THEN 'affected' ELSE stage END AS stage,
    activity,
    variable,
    category,
    people,
    actor
FROM stage_count
