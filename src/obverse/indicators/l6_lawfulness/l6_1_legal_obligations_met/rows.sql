SELECT
    'obligation' AS source_table,
    obligation.row_in_file AS source_row,
    CASE WHEN obligation.recorded_on > process.as_of THEN 'after_audit' END AS left_out,
    obligation.id AS obligation,
    CASE
        WHEN obligation.article IS NULL THEN obligation.norm
        ELSE obligation.norm || ', ' || obligation.article
    END AS norm,
    CASE
        WHEN obligation.state = 'met' AND obligation.evidence IS NOT NULL THEN 'met_with_evidence'
        WHEN obligation.state = 'met' THEN 'met_without_evidence'
        WHEN obligation.state = 'open' AND obligation.due_on < process.as_of THEN 'overdue'
        WHEN obligation.state = 'open' THEN 'open'
        WHEN obligation.state = 'breached' THEN 'breached'
        ELSE 'unknown'
    END AS state
FROM obligation
CROSS JOIN process
