SELECT
    'decision_right' AS source_table,
    right_held.row_in_file AS source_row,
    right_held.left_out,
    right_held.basis,
    right_held.step,
    right_held.actor_class,
    right_held.level
FROM right_held
