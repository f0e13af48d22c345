WITH stratum_waves AS (
    SELECT
        survey_stratum.variant,
        survey_stratum.wave,
        ROW_NUMBER() OVER (
            PARTITION BY survey_stratum.variant
            ORDER BY
                COALESCE(MAX(survey_stratum.recorded_on), DATE '1900-01-01') DESC,
                -- without dates a wave called pre, before, baseline ... is an earlier one
                MAX(
                    CASE
                        WHEN SUBSTR(LOWER(TRANSLATE(survey_stratum.wave, 'Σİ', 'σi')), 1, 3) = 'pre'
                            OR LOWER(TRANSLATE(survey_stratum.wave, 'Σİ', 'σi')) IN ('before', 'baseline', 'start', 't0', 'avant')
                            THEN 0
                        ELSE 1
                    END
                ) DESC,
                COUNT(*) DESC,
                survey_stratum.wave
        ) AS place
    FROM survey_stratum
    CROSS JOIN process
    WHERE survey_stratum.recorded_on IS NULL OR survey_stratum.recorded_on <= process.as_of
    GROUP BY survey_stratum.variant, survey_stratum.wave
)
SELECT
    'survey_stratum' AS source_table,
    survey_stratum.row_in_file AS source_row,
    CASE
        WHEN survey_stratum.recorded_on > process.as_of THEN 'after_audit'
        WHEN stratum_waves.place > 1 THEN 'other_wave'
        WHEN survey_stratum.role IN ('facilitator', 'guarantor', 'partner_authority', 'researcher_auditor')
            THEN 'third_party'
        WHEN survey_stratum.eligible < survey_stratum.invited
            OR survey_stratum.invited < survey_stratum.answered
            OR survey_stratum.answered < survey_stratum.answered_late
            THEN 'impossible_counts'
        WHEN survey_stratum.invited IS NULL
            AND NOT COALESCE(survey_stratum.is_interviewed = 'yes', FALSE)
            THEN 'not_counted'
    END AS left_out,
    'stratum' AS kind,
    survey_stratum.variant AS side,
    survey_stratum.role AS role,
    survey_stratum.stratum AS stratum,
    COALESCE(survey_stratum.frame, '') AS frame,
    CASE WHEN survey_stratum.is_interviewed = 'yes' THEN 1 ELSE 0 END AS interviewed,
    CAST(survey_stratum.eligible AS BIGINT) AS eligible,
    CAST(survey_stratum.invited AS BIGINT) AS invited,
    CAST(survey_stratum.answered AS BIGINT) AS answered,
    CAST(survey_stratum.answered_late AS BIGINT) AS answered_late,
    CAST(survey_stratum.broke_off AS BIGINT) AS broke_off,
    '' AS item,
    '' AS public_value,
    '' AS unit,
    '' AS respondent,
    '' AS phase,
    CAST(NULL AS STRING) AS said
FROM survey_stratum
CROSS JOIN process
LEFT JOIN stratum_waves
    ON stratum_waves.variant = survey_stratum.variant AND stratum_waves.wave = survey_stratum.wave
UNION ALL
SELECT
    'survey_answer' AS source_table,
    degree_answer.row_in_file AS source_row,
    CASE
        WHEN degree_answer.left_out = 'no_answer' THEN NULL
        WHEN degree_answer.is_third_party THEN 'third_party'
        WHEN degree_answer.left_out IS NOT NULL THEN degree_answer.left_out
        WHEN degree_answer.side = 'other' THEN 'no_side'
    END AS left_out,
    'answer' AS kind,
    degree_answer.side AS side,
    degree_answer.role AS role,
    '' AS stratum,
    '' AS frame,
    0 AS interviewed,
    CAST(NULL AS BIGINT) AS eligible,
    CAST(NULL AS BIGINT) AS invited,
    CAST(NULL AS BIGINT) AS answered,
    CAST(NULL AS BIGINT) AS answered_late,
    CAST(NULL AS BIGINT) AS broke_off,
    degree_answer.item AS item,
    degree_answer.public_value AS public_value,
    COALESCE(degree_answer.cluster, 'person ' || degree_answer.respondent) AS unit,
    degree_answer.respondent AS respondent,
    CASE
        WHEN degree_answer.phase = 'before_reminder' THEN 'early'
        WHEN degree_answer.phase = 'after_reminder' THEN 'late'
        ELSE ''
    END AS phase,
    CASE
        WHEN degree_answer.left_out = 'no_answer' THEN 'no_answer'
        WHEN degree_answer.degree = -1 THEN 'cannot_say'
        WHEN degree_answer.degree = 0 THEN 'no'
        ELSE 'yes'
    END AS said
FROM degree_answer
UNION ALL
SELECT
    'stakeholder_group' AS source_table,
    stakeholder_group.row_in_file AS source_row,
    CASE
        WHEN stakeholder_group.recorded_on > process.as_of THEN 'after_audit'
        WHEN stakeholder_group.role IS NULL THEN 'no_role'
        WHEN stakeholder_group.role IN ('facilitator', 'guarantor', 'partner_authority', 'researcher_auditor')
            THEN 'third_party'
    END AS left_out,
    'party' AS kind,
    '' AS side,
    stakeholder_group.role AS role,
    '' AS stratum,
    '' AS frame,
    0 AS interviewed,
    CAST(NULL AS BIGINT) AS eligible,
    CAST(NULL AS BIGINT) AS invited,
    CAST(NULL AS BIGINT) AS answered,
    CAST(NULL AS BIGINT) AS answered_late,
    CAST(NULL AS BIGINT) AS broke_off,
    '' AS item,
    '' AS public_value,
    '' AS unit,
    '' AS respondent,
    '' AS phase,
    CAST(NULL AS STRING) AS said
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
    'party' AS kind,
    '' AS side,
    actor.role AS role,
    '' AS stratum,
    '' AS frame,
    0 AS interviewed,
    CAST(NULL AS BIGINT) AS eligible,
    CAST(NULL AS BIGINT) AS invited,
    CAST(NULL AS BIGINT) AS answered,
    CAST(NULL AS BIGINT) AS answered_late,
    CAST(NULL AS BIGINT) AS broke_off,
    '' AS item,
    '' AS public_value,
    '' AS unit,
    '' AS respondent,
    '' AS phase,
    CAST(NULL AS STRING) AS said
FROM actor
CROSS JOIN process
