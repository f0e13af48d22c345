SELECT
    'milestone' AS source_table,
    milestone.row_in_file AS source_row,
    CASE
        WHEN milestone.planned_on > process.as_of
            AND (milestone.actual_on IS NULL OR milestone.actual_on > process.as_of)
            THEN 'not_due'
        WHEN milestone.planned_on IS NULL THEN 'no_plan'
    END AS left_out,
    milestone.id AS milestone,
    milestone.planned_on,
    CASE
        WHEN milestone.actual_on IS NULL THEN 'blank'
        WHEN milestone.actual_on > process.as_of THEN 'open'
        ELSE 'reached'
    END AS state,
    -- what is not reached has been waited for until the audit
    CASE
        WHEN milestone.actual_on <= process.as_of THEN days_between(milestone.planned_on, milestone.actual_on)
        ELSE days_between(milestone.planned_on, process.as_of)
    END AS days_late,
    COALESCE(milestone.cause, 'unknown') AS cause
FROM milestone
CROSS JOIN process
