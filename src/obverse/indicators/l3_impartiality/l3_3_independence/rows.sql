SELECT
    'decision_right' AS source_table,
    decision_right.row_in_file AS source_row,
    CASE
        WHEN decision_right.step NOT IN ('choose_participants', 'evidence', 'evaluate') THEN 'other_step'
        WHEN decision_right.basis = 'promised' THEN 'only_promised'
        WHEN decision_right.valid_from > process.as_of THEN 'after_audit'
    END AS left_out,
    decision_right.step AS step,
    decision_right.actor_class AS actor_class,
    CASE WHEN decision_right.level IN ('shared', 'decides') THEN 1 ELSE 0 END AS has_a_say
FROM decision_right
CROSS JOIN process
