WITH narrowing AS (
    -- the choice narrows when input on the first decision closes, or else with that decision
    SELECT MIN(COALESCE(decision.input_closed_on, decision."date")) AS narrowed_on
    FROM decision
    CROSS JOIN process
    -- the decision to begin narrows nothing
    WHERE decision.input_closed_on IS NOT NULL OR COALESCE(decision."date" > process.start_on, TRUE)
),
option_row AS (
    SELECT MIN(coded_statement.row_in_file) AS row_in_file
    FROM coded_statement
    GROUP BY coded_statement.document, coded_statement.passage, coded_statement.code
)
SELECT
    'event' AS source_table,
    event.row_in_file AS source_row,
    CASE
        WHEN event.kind = 'mailing' THEN 'no_meeting'
        WHEN CAST(event."start" AS DATE) > process.as_of THEN 'after_audit'
        WHEN event.phase IN ('delivery', 'followup') THEN 'after_the_choice'
        WHEN event.hours IS NULL OR event.hours <= 0 THEN 'no_hours'
    END AS left_out,
    'meeting' AS measure,
    event.phase AS phase,
    CAST(ROUND(60 * event.hours) AS BIGINT) AS minutes,
    CAST(NULL AS STRING) AS issue,
    CAST(NULL AS STRING) AS idea
FROM event
CROSS JOIN process
UNION ALL
SELECT
    'contribution' AS source_table,
    contribution.row_in_file AS source_row,
    CASE
        WHEN contribution.kind NOT IN ('proposal', 'amendment', 'project') THEN 'no_option'
        WHEN CAST(contribution.created_at AS DATE) > process.as_of THEN 'after_audit'
        WHEN CAST(contribution.created_at AS DATE) > narrowing.narrowed_on THEN 'after_the_choice'
        WHEN contribution.state = 'merged' OR contribution.merged_into IS NOT NULL THEN 'merged'
    END AS left_out,
    'option' AS measure,
    CAST(NULL AS STRING) AS phase,
    CAST(NULL AS BIGINT) AS minutes,
    contribution.topic AS issue,
    'contribution ' || contribution.id AS idea
FROM contribution
CROSS JOIN process
CROSS JOIN narrowing
UNION ALL
SELECT
    'coded_statement' AS source_table,
    coded_statement.row_in_file AS source_row,
    CASE
        WHEN LOWER(TRANSLATE(coded_statement.code, 'Σİ', 'σi')) <> 'option' THEN 'no_option'
        WHEN option_row.row_in_file IS NULL THEN 'second_coder'
        WHEN document."date" > process.as_of THEN 'after_audit'
        WHEN coded_statement.phase IN ('delivery', 'followup') OR document."date" > narrowing.narrowed_on
            THEN 'after_the_choice'
    END AS left_out,
    'option' AS measure,
    CAST(NULL AS STRING) AS phase,
    CAST(NULL AS BIGINT) AS minutes,
    CAST(NULL AS STRING) AS issue,
    'passage ' || coded_statement.document || ' ' || coded_statement.passage AS idea
FROM coded_statement
CROSS JOIN process
CROSS JOIN narrowing
LEFT JOIN option_row ON option_row.row_in_file = coded_statement.row_in_file
LEFT JOIN document ON document.id = coded_statement.document
