SELECT
    'contribution' AS source_table,
    contribution.row_in_file AS source_row,
    CASE
        WHEN contribution.kind <> 'proposal' THEN 'not_a_proposal'
        WHEN CAST(contribution.created_at AS DATE) > process.as_of THEN 'after_audit'
        WHEN contribution.state IS NULL THEN 'state_not_noted'
    END AS left_out,
    contribution.n AS n,
    CASE WHEN contribution.state IN ('accepted', 'done') THEN contribution.n ELSE 0 END AS accepted,
    CASE WHEN contribution.origin = 'citizen' THEN contribution.n ELSE 0 END AS from_citizens,
    CASE
        WHEN contribution.state IN ('accepted', 'done') AND contribution.origin = 'citizen' THEN contribution.n
        ELSE 0
    END AS accepted_from_citizens,
    CASE
        WHEN contribution.answered_at IS NOT NULL OR contribution.state IN ('accepted', 'done', 'rejected', 'partly')
            THEN contribution.n
        ELSE 0
    END AS answered
FROM contribution
CROSS JOIN process
