SELECT
    'access_rule' AS source_table,
    access_rule.row_in_file AS source_row,
    CASE
        WHEN access_rule.kind IN ('hour', 'place', 'language', 'stepfree', 'childcare', 'pay') THEN 'no_rule'
        WHEN access_rule.since > process.as_of THEN 'after_audit'
        WHEN process.end_on < access_rule.since THEN 'after_the_end'
    END AS left_out,
    process.start_on IS NOT NULL AND access_rule.since IS NOT NULL AS dated,
    COALESCE(access_rule.since > process.start_on, FALSE) AS changed,
    CASE
        WHEN access_rule.announced_on IS NOT NULL THEN access_rule.announced_on <= access_rule.since
        WHEN NOT access_rule.published THEN FALSE
    END AS announced,
    days_between(access_rule.announced_on, access_rule.since) AS notice
FROM access_rule
CROSS JOIN process
UNION ALL
SELECT
    'document' AS source_table,
    document.row_in_file AS source_row,
    CASE
        WHEN document.kind NOT IN ('rules', 'charter') THEN 'no_rule'
        WHEN document."date" > process.as_of THEN 'after_audit'
        WHEN process.end_on < document."date" THEN 'after_the_end'
    END AS left_out,
    process.start_on IS NOT NULL AND document."date" IS NOT NULL AS dated,
    COALESCE(document."date" > process.start_on, FALSE) AS changed,
    CASE
        WHEN document.published_on <= process.as_of THEN TRUE
        WHEN NOT document.public THEN FALSE
    END AS announced,
    CAST(NULL AS BIGINT) AS notice
FROM document
CROSS JOIN process
