SELECT
    'contribution' AS source_table,
    contribution.row_in_file AS source_row,
    CASE
        WHEN CAST(contribution.created_at AS DATE) > process.as_of THEN 'after_audit'
        WHEN contribution.seed THEN 'seed'
        WHEN contribution.origin = 'official' OR actor.staff_or_test THEN 'by_the_organiser'
        WHEN contribution.state IN ('withdrawn', 'merged') THEN 'no_fate_of_its_own'
        WHEN contribution.state IS NULL OR contribution.state IN ('open', 'evaluating')
            OR CAST(contribution.answered_at AS DATE) > process.as_of THEN 'not_decided'
        WHEN contribution.aligned IS NULL THEN 'fit_not_coded'
    END AS left_out,
    contribution.id AS contribution,
    COALESCE('author ' || contribution.author, 'row ' || CAST(contribution.row_in_file AS STRING)) AS writer,
    contribution.n AS units,
    CASE contribution.aligned WHEN '1' THEN 1 ELSE 0 END AS fits_the_plan,
    CASE WHEN contribution.state IN ('accepted', 'partly', 'done') THEN 1 ELSE 0 END AS accepted,
    contribution.cost AS cost,
    CASE WHEN COALESCE(contribution.support_observed, TRUE) THEN contribution.support END AS support,
    CASE WHEN contribution.feasible THEN 'yes' WHEN NOT contribution.feasible THEN 'no' ELSE 'unknown' END AS feasible
FROM contribution
CROSS JOIN process
LEFT JOIN actor ON actor.id = contribution.author
