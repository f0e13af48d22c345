-- What a class of actors may do at a step while the process runs: as promised, as written, or in practice.
WITH seen AS (
    SELECT
        decision_right.row_in_file,
        decision_right.step,
        decision_right.actor_class,
        decision_right.level,
        COALESCE(decision_right.basis, 'formal') AS basis,
        decision_right.legal_basis,
        decision_right.valid_from,
        decision_right.valid_to,
        decision_right.recorded_on > process.as_of AS recorded_later,
        -- the matrix of a finished process is that of its last day, of a planned one that of its first
        CASE
            WHEN process.start_on > process.as_of THEN process.start_on
            WHEN process.end_on < process.as_of THEN process.end_on
            ELSE process.as_of
        END AS held_on
    FROM decision_right
    CROSS JOIN process
),

placed AS (
    SELECT
        row_in_file,
        ROW_NUMBER() OVER (
            PARTITION BY step, actor_class, basis
            ORDER BY COALESCE(valid_from, DATE '1900-01-01') DESC, row_in_file
        ) AS place
    FROM seen
    WHERE NOT COALESCE(recorded_later, FALSE) AND (valid_from IS NULL OR valid_from <= held_on)
)

SELECT
    seen.row_in_file,
    CASE
        WHEN seen.recorded_later THEN 'after_audit'
        WHEN placed.place IS NULL THEN 'not_yet_valid'
        WHEN placed.place > 1 THEN 'replaced'
        WHEN seen.valid_to < seen.held_on THEN 'ended'
    END AS left_out,
    seen.step,
    seen.actor_class,
    seen.basis,
    seen.level,
    seen.legal_basis,
    seen.valid_from,
    seen.valid_to,
    seen.held_on
FROM seen
LEFT JOIN placed ON placed.row_in_file = seen.row_in_file
