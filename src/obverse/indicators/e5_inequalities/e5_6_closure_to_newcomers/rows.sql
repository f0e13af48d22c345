SELECT
    'applicant' AS source_table,
    applicant.row_in_file AS source_row,
    CASE
        WHEN applicant.asked_on > process.as_of OR applicant.recorded_on > process.as_of THEN 'after_audit'
        WHEN applicant.outcome = 'waiting' THEN 'waiting'
        WHEN applicant.outcome = 'withdrew' THEN 'withdrew'
        WHEN applicant.n <= 0 THEN 'nobody'
    END AS left_out,
    'request' AS part,
    applicant.actor,
    CAST(NULL AS STRING) AS other,
    COALESCE(applicant."round", '') AS term,
    applicant.outcome,
    -- 1 yes, 0 no, -1 unknown
    CASE WHEN applicant.prior_tie THEN 1 WHEN NOT applicant.prior_tie THEN 0 ELSE -1 END AS prior_tie,
    CASE WHEN applicant.newcomer THEN 0 WHEN NOT applicant.newcomer THEN 1 ELSE -1 END AS established,
    applicant.asked_on,
    applicant.n
FROM applicant
CROSS JOIN process

UNION ALL

SELECT
    'tie' AS source_table,
    tie.row_in_file AS source_row,
    CASE
        WHEN tie.recorded_on > process.as_of THEN 'after_audit'
        WHEN tie.kind = 'reply' THEN 'reply'
        WHEN tie.from_actor = tie.to_actor THEN 'itself'
    END AS left_out,
    'tie' AS part,
    CASE WHEN tie.from_actor < tie.to_actor THEN tie.from_actor ELSE tie.to_actor END AS actor,
    CASE WHEN tie.from_actor < tie.to_actor THEN tie.to_actor ELSE tie.from_actor END AS other,
    CAST(NULL AS STRING) AS term,
    CAST(NULL AS STRING) AS outcome,
    CAST(NULL AS BIGINT) AS prior_tie,
    CAST(NULL AS BIGINT) AS established,
    CAST(NULL AS DATE) AS asked_on,
    1 AS n
FROM tie
CROSS JOIN process
