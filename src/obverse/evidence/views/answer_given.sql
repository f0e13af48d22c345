-- One answer of a respondent as it was given, with the side of the process that gave it.
SELECT
    survey_answer.row_in_file,
    survey_answer.respondent,
    survey_answer.wave,
    -- dates decide which wave is the latest; without them one called pre, before, baseline ... is an earlier one
    CASE
        WHEN SUBSTR(LOWER(TRANSLATE(survey_answer.wave, 'Σİ', 'σi')), 1, 3) = 'pre'
            OR LOWER(TRANSLATE(survey_answer.wave, 'Σİ', 'σi')) IN ('before', 'baseline', 'start', 't0', 'avant')
            THEN 0
        ELSE 1
    END AS wave_order,
    survey_answer.role,
    survey_answer.item,
    survey_answer.public_value,
    -- spreadsheets write 3 as 3.0 where a column has gaps
    CASE
        WHEN survey_answer."value" LIKE '%.0'
            THEN SUBSTR(survey_answer."value", 1, LENGTH(survey_answer."value") - 2)
        ELSE survey_answer."value"
    END AS answer,
    survey_answer.cluster,
    survey_answer.weight,
    survey_answer.half,
    survey_answer.phase,
    survey_answer.collected_by,
    survey_answer.recorded_on,
    process.as_of,
    COALESCE(
        survey_answer.variant,
        CASE
            WHEN survey_answer.role IN (
                'elected_majority', 'elected_opposition', 'senior_public_manager', 'project_manager',
                'front_line_staff', 'other_department'
            ) THEN 'internal'
            WHEN survey_answer.role IN (
                'citizen_self_selected', 'citizen_drawn_by_lot', 'user_co_producer', 'volunteer',
                'association_partner', 'business'
            ) THEN 'participant'
            WHEN survey_answer.role IN (
                'invited_declined', 'dropped_out', 'never_reached', 'association_not_partner',
                'service_user_not_involved', 'family_carer', 'neighbour'
            ) THEN 'non_participant'
            ELSE 'other'
        END
    ) AS side
FROM survey_answer
CROSS JOIN process
