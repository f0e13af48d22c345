WITH known AS (
    SELECT MAX(CASE WHEN basis = 'practised' THEN 1 ELSE 0 END) AS practised
    FROM right_held
    WHERE left_out IS NULL
)
SELECT
    'decision_right' AS source_table,
    right_held.row_in_file AS source_row,
    CASE
        WHEN right_held.left_out IS NOT NULL THEN right_held.left_out
        WHEN right_held.basis = 'formal' AND known.practised = 1 THEN 'only_formal'
    END AS left_out,
    right_held.step AS step,
    right_held.actor_class AS actor_class,
    right_held.basis = 'promised' AS promised,
    CASE right_held.level
        WHEN 'none' THEN 0 WHEN 'consulted' THEN 1 WHEN 'shared' THEN 2 WHEN 'decides' THEN 3
    END AS degree
FROM right_held
CROSS JOIN known
