WITH judged AS (
    SELECT
        degree_answer.row_in_file,
        degree_answer.respondent,
        degree_answer.item,
        degree_answer.public_value,
        CASE
            WHEN degree_answer.side = 'internal' THEN 'internal'
            WHEN degree_answer.side IN ('participant', 'non_participant') THEN 'external'
        END AS side,
        degree_answer.unit,
        degree_answer.mass,
        CASE WHEN degree_answer.degree = 0 THEN 0 ELSE 1 END AS yes,
        CASE
            WHEN degree_answer.left_out = 'after_audit' THEN 'after_audit'
            WHEN degree_answer.is_third_party THEN 'third_party'
            WHEN degree_answer.side = 'other' THEN 'no_side'
            WHEN degree_answer.left_out IS NOT NULL THEN degree_answer.left_out
            WHEN degree_answer.degree = -1 THEN 'cannot_say'
        END AS reason
    FROM degree_answer
)
SELECT
    'survey_answer' AS source_table,
    row_in_file AS source_row,
    CASE
        WHEN reason IS NOT NULL THEN reason
        WHEN COUNT(CASE WHEN reason IS NULL THEN item END) OVER (PARTITION BY respondent, public_value) < 2
            THEN 'half_a_pair'
    END AS left_out,
    respondent,
    item,
    public_value,
    side,
    unit,
    mass,
    yes
FROM judged
