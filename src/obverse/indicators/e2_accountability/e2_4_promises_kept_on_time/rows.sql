WITH dated AS (
    SELECT
        commitment.row_in_file,
        commitment.id,
        commitment.kind,
        commitment.state,
        commitment.announced_on,
        commitment.due_on,
        -- what is done after the audit's date is not done yet
        CASE WHEN commitment.done_on <= process.as_of THEN commitment.done_on END AS done_on,
        commitment.done_on > process.as_of AS done_later,
        process.as_of
    FROM commitment
    CROSS JOIN process
)

SELECT
    'commitment' AS source_table,
    row_in_file AS source_row,
    CASE
        WHEN announced_on > as_of THEN 'after_audit'
        WHEN kind = 'answer' THEN 'promised_delay'
        WHEN kind = 'benefit' THEN 'promised_benefit'
        WHEN due_on IS NULL THEN 'no_due_date'
        WHEN due_on >= as_of THEN 'not_due_yet'
    END AS left_out,
    id AS commitment,
    CASE
        WHEN state IN ('partly', 'not_done', 'cancelled') THEN state
        WHEN done_on <= due_on THEN 'kept'
        WHEN done_on > due_on THEN 'late'
        WHEN done_later THEN 'not_done'
        WHEN state = 'done' THEN 'undated'
        ELSE 'unknown'
    END AS fate,
    CASE
        WHEN state IN ('partly', 'not_done', 'cancelled') OR done_on IS NULL THEN days_between(due_on, as_of)
        WHEN done_on > due_on THEN days_between(due_on, done_on)
        ELSE 0
    END AS days
FROM dated
