WITH paper AS (
    SELECT
        document.id,
        document.row_in_file,
        document.kind,
        document."date" AS dated,
        document.published_on,
        process.as_of,
        CASE
            WHEN document.published_on <= process.as_of THEN 'published'
            WHEN document.published_on > process.as_of THEN 'hidden'
            WHEN document.public THEN 'published'
            WHEN NOT document.public THEN 'hidden'
            ELSE 'unknown'
        END AS state
    FROM document
    CROSS JOIN process
)
SELECT
    'document' AS source_table,
    paper.row_in_file AS source_row,
    CASE
        WHEN paper.kind IN ('contract', 'press', 'other') THEN 'other_kind'
        WHEN paper.dated > paper.as_of THEN 'after_audit'
    END AS left_out,
    CASE WHEN paper.kind = 'charter' THEN 'rules' ELSE paper.kind END AS kind,
    paper.state AS state,
    -- how long it took or has taken so far; NULL where nobody knows
    CASE
        WHEN paper.state = 'published' THEN days_between(paper.dated, paper.published_on)
        WHEN paper.state = 'hidden' THEN 1000000
    END AS days,
    days_between(paper.dated, paper.as_of) AS age
FROM paper
UNION ALL
SELECT
    'decision' AS source_table,
    decision.row_in_file AS source_row,
    CASE WHEN decision."date" > process.as_of THEN 'after_audit' END AS left_out,
    'reasons' AS kind,
    COALESCE(paper.state, 'unknown') AS state,
    CAST(NULL AS BIGINT) AS days,
    CAST(NULL AS BIGINT) AS age
FROM decision
CROSS JOIN process
LEFT JOIN paper ON paper.id = decision.reasons
