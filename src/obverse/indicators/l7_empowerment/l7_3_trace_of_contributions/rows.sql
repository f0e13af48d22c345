WITH linked AS (
    SELECT
        trace.row_in_file,
        trace.contribution,
        CASE WHEN decision."date" > process.as_of THEN 'after_audit' END AS left_out,
        trace.decision,
        COALESCE(trace.clause, '') AS clause,
        trace.clause_text,
        trace.kind,
        CAST(ROUND(1000000 * COALESCE(trace.text_share, -1)) AS BIGINT) AS millionths
    FROM trace
    CROSS JOIN process
    LEFT JOIN decision ON decision.id = trace.decision
)
SELECT
    'trace' AS source_table,
    linked.row_in_file AS source_row,
    linked.left_out AS left_out,
    'link' AS measure,
    linked.contribution AS contribution,
    linked.decision AS decision,
    linked.clause AS clause,
    linked.kind AS kind,
    linked.millionths AS millionths,
    linked.clause_text AS words
FROM linked
UNION ALL
SELECT
    'contribution' AS source_table,
    contribution.row_in_file AS source_row,
    CASE
        WHEN CAST(contribution.created_at AS DATE) > process.as_of THEN 'after_audit'
        WHEN contribution.seed THEN 'seed'
        WHEN contribution.withdrawn_at IS NOT NULL OR contribution.state = 'withdrawn' THEN 'withdrawn'
        WHEN contribution.kind = 'comment' AND contribution.parent IS NOT NULL THEN 'reply'
    END AS left_out,
    'contribution' AS measure,
    contribution.id AS contribution,
    CAST(NULL AS STRING) AS decision,
    CAST(NULL AS STRING) AS clause,
    CAST(NULL AS STRING) AS kind,
    contribution.n AS millionths,
    contribution.text AS words
FROM contribution
CROSS JOIN process
