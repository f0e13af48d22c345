SELECT
    'stakeholder_group' AS source_table,
    stakeholder_group.row_in_file AS source_row,
    CASE
        WHEN stakeholder_group.recorded_on > process.as_of THEN 'after_audit'
        WHEN stakeholder_group.role IS NULL THEN 'no_role'
        WHEN stakeholder_group.role IN ('facilitator', 'guarantor', 'partner_authority', 'researcher_auditor')
            THEN 'third_party'
    END AS left_out,
    stakeholder_group.role AS role,
    CAST(NULL AS STRING) AS respondent
FROM stakeholder_group
CROSS JOIN process
UNION ALL
SELECT
    'actor' AS source_table,
    actor.row_in_file AS source_row,
    CASE
        WHEN actor.joined_on > process.as_of THEN 'after_audit'
        WHEN actor.role IS NULL THEN 'no_role'
        WHEN actor.role IN ('facilitator', 'guarantor', 'partner_authority', 'researcher_auditor')
            THEN 'third_party'
    END AS left_out,
    actor.role AS role,
    CAST(NULL AS STRING) AS respondent
FROM actor
CROSS JOIN process
UNION ALL
SELECT
    'survey_answer' AS source_table,
    survey_answer.row_in_file AS source_row,
    CASE
        WHEN survey_answer.recorded_on > process.as_of THEN 'after_audit'
        WHEN survey_answer.role IN ('facilitator', 'guarantor', 'partner_authority', 'researcher_auditor')
            THEN 'third_party'
        WHEN survey_answer.role = 'not_told' THEN 'no_role'
        WHEN survey_answer."value" IS NULL OR survey_answer."value" = 'no_answer' THEN 'no_answer'
    END AS left_out,
    survey_answer.role AS role,
    survey_answer.respondent AS respondent
FROM survey_answer
CROSS JOIN process
WHERE survey_answer.item IN ('strengthened', 'weakened')
