SELECT
    source_table,
    row_in_file AS source_row,
    source_rows,
    left_out,
    stage,
    activity,
    variable,
    category,
    people,
    actor
FROM stage_count
WHERE source_table <> 'group_count' OR stage IN ('registered', 'attended', 'voted')
