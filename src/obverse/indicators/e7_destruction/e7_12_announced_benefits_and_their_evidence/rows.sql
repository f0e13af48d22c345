SELECT
    'commitment' AS source_table,
    commitment.row_in_file AS source_row,
    CASE
        WHEN commitment.announced_on > process.as_of THEN 'after_audit'
        WHEN commitment.kind <> 'benefit' THEN 'no_benefit'
        WHEN commitment.kind IS NULL AND commitment.public_value IS NULL AND commitment.evidence IS NULL THEN 'no_benefit'
        WHEN commitment.due_on > process.as_of AND COALESCE(commitment.evidence, 'untested') = 'untested' THEN 'not_yet_due'
    END AS left_out,
    commitment.id AS commitment,
    COALESCE(commitment.source, 'other') AS source,
    COALESCE(commitment.public_value, '') AS public_value,
    COALESCE(commitment.evidence, 'unknown') AS evidence
FROM commitment
CROSS JOIN process
