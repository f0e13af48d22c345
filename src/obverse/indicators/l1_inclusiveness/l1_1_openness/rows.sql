SELECT
    'applicant' AS source_table,
    applicant.row_in_file AS source_row,
    CASE
        WHEN applicant.asked_on > process.as_of THEN 'after_audit'
        WHEN applicant.n <= 0 THEN 'nobody'
    END AS left_out,
    'request' AS measure,
    applicant.outcome AS outcome,
    CAST(NULL AS STRING) AS kind,
    applicant.n AS n,
    -- 'uncited': the register says nothing about a rule, which is not the same as "no rule"
    CASE
        WHEN applicant.outcome <> 'refused' THEN 'not_refused'
        WHEN applicant.rule IS NULL THEN 'uncited'
        WHEN NOT access_rule.published THEN 'not_published'
        WHEN access_rule.announced_on > applicant.asked_on THEN 'not_published'
        WHEN access_rule.published THEN 'published'
        ELSE 'unknown'
    END AS rule_was,
    CAST(NULL AS BOOLEAN) AS published
FROM applicant
CROSS JOIN process
LEFT JOIN access_rule ON access_rule.id = applicant.rule
UNION ALL
SELECT
    'access_rule' AS source_table,
    access_rule.row_in_file AS source_row,
    CASE
        WHEN access_rule.since > process.as_of THEN 'after_audit'
        WHEN access_rule.until < process.as_of AND (process.end_on IS NULL OR access_rule.until < process.end_on)
            THEN 'no_longer'
    END AS left_out,
    'rule' AS measure,
    CAST(NULL AS STRING) AS outcome,
    access_rule.kind AS kind,
    CAST(1 AS BIGINT) AS n,
    CAST(NULL AS STRING) AS rule_was,
    access_rule.published AS published
FROM access_rule
CROSS JOIN process
