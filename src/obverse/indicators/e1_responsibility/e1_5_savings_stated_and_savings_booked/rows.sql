WITH savings_paper AS (
    -- the papers from which the booked savings of the audited services were taken
    SELECT budget_line.source_id AS document, MAX(budget_line.year) AS last_year
    FROM budget_line
    WHERE budget_line.savings_booked > 0
        AND budget_line.source_id IS NOT NULL
        AND NOT COALESCE(budget_line.comparison, FALSE)
    GROUP BY budget_line.source_id
)

SELECT
    'budget_line' AS source_table,
    budget_line.row_in_file AS source_row,
    CASE
        WHEN budget_line.recorded_on > process.as_of THEN 'after_audit'
        WHEN budget_line.comparison THEN 'comparison'
        WHEN budget_line.savings_booked IS NULL AND budget_line.savings_stated IS NULL THEN 'no_savings_noted'
        WHEN budget_line.savings_booked IS NULL THEN 'no_plan'
    END AS left_out,
    budget_line.service AS service,
    CAST(ROUND(100 * budget_line.savings_booked) AS BIGINT) AS booked_cents,
    CAST(ROUND(100 * budget_line.savings_stated) AS BIGINT) AS stated_cents,
    CAST(NULL AS DATE) AS decided_on,
    CAST(NULL AS DATE) AS launched_on,
    CAST(NULL AS STRING) AS passage,
    CAST(NULL AS STRING) AS coder,
    CAST(NULL AS STRING) AS reason
FROM budget_line
CROSS JOIN process

UNION ALL

SELECT
    'document' AS source_table,
    document.row_in_file AS source_row,
    CASE
        WHEN COALESCE(document."date", document.published_on) > process.as_of THEN 'after_audit'
        WHEN document.kind = 'launch' THEN NULL
        WHEN savings_paper.document IS NULL THEN 'neither_launch_nor_savings'
        -- accounts written after the year cannot be the decision to save
        WHEN EXTRACT(YEAR FROM document."date") > savings_paper.last_year THEN 'written_afterwards'
    END AS left_out,
    CAST(NULL AS STRING) AS service,
    CAST(NULL AS BIGINT) AS booked_cents,
    CAST(NULL AS BIGINT) AS stated_cents,
    CASE WHEN document.kind <> 'launch' THEN document."date" END AS decided_on,
    CASE WHEN document.kind = 'launch' THEN COALESCE(document.published_on, document."date") END AS launched_on,
    CAST(NULL AS STRING) AS passage,
    CAST(NULL AS STRING) AS coder,
    CAST(NULL AS STRING) AS reason
FROM document
CROSS JOIN process
LEFT JOIN savings_paper ON savings_paper.document = document.id

UNION ALL

SELECT
    'decision' AS source_table,
    decision.row_in_file AS source_row,
    CASE
        WHEN decision."date" > process.as_of THEN 'after_audit'
        WHEN savings_paper.document IS NULL THEN 'not_about_savings'
    END AS left_out,
    CAST(NULL AS STRING) AS service,
    CAST(NULL AS BIGINT) AS booked_cents,
    CAST(NULL AS BIGINT) AS stated_cents,
    decision."date" AS decided_on,
    CAST(NULL AS DATE) AS launched_on,
    CAST(NULL AS STRING) AS passage,
    CAST(NULL AS STRING) AS coder,
    CAST(NULL AS STRING) AS reason
FROM decision
CROSS JOIN process
LEFT JOIN savings_paper ON savings_paper.document = COALESCE(decision.reasons, decision.source_id)

UNION ALL

SELECT
    'coded_statement' AS source_table,
    coded_statement.row_in_file AS source_row,
    CASE
        WHEN coded_statement.recorded_on > process.as_of OR document."date" > process.as_of THEN 'after_audit'
        WHEN document.kind NOT IN ('charter', 'launch', 'plan', 'budget', 'decision', 'contract')
            OR document.kind IS NULL
            THEN 'no_founding_paper'
        WHEN coded_statement.code NOT IN (
            'collective_action', 'dependency', 'quality', 'legitimacy', 'savings', 'obligation', 'imitation',
            'policy_frame'
        ) THEN 'other_code'
    END AS left_out,
    CAST(NULL AS STRING) AS service,
    CAST(NULL AS BIGINT) AS booked_cents,
    CAST(NULL AS BIGINT) AS stated_cents,
    CAST(NULL AS DATE) AS decided_on,
    CAST(NULL AS DATE) AS launched_on,
    coded_statement.document || ' ' || coded_statement.passage AS passage,
    coded_statement.coder AS coder,
    coded_statement.code AS reason
FROM coded_statement
CROSS JOIN process
LEFT JOIN document ON document.id = coded_statement.document
