WITH asked AS (
    SELECT
        survey_answer.row_in_file,
        survey_answer.respondent,
        COALESCE(survey_answer.wave, '') AS wave,
        survey_answer.item,
        -- spreadsheets write 1 as 1.0 where a column has gaps
        CASE
            WHEN survey_answer."value" LIKE '%.0'
                THEN SUBSTR(survey_answer."value", 1, LENGTH(survey_answer."value") - 2)
            ELSE LOWER(TRANSLATE(survey_answer."value", 'Σİ', 'σi'))
        END AS answer,
        survey_answer.cluster,
        survey_answer.weight,
        survey_answer.recorded_on,
        process.as_of,
        COALESCE(
            survey_answer.variant,
            CASE
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
    WHERE SUBSTR(survey_answer.item, 1, 10) = 'knowledge_'
),
told AS (
    SELECT
        wave,
        -- dates decide; without them the usual words for an earlier wave, then the alphabet
        ROW_NUMBER() OVER (
            ORDER BY
                COALESCE(MIN(recorded_on), DATE '1900-01-01'),
                CASE
                    WHEN SUBSTR(LOWER(TRANSLATE(wave, 'Σİ', 'σi')), 1, 3) = 'pre'
                        OR LOWER(TRANSLATE(wave, 'Σİ', 'σi')) IN ('before', 'baseline', 'start', 't0', 'avant')
                        THEN 0
                    ELSE 1
                END,
                wave
        ) AS place,
        COUNT(*) OVER () AS waves
    FROM asked
    WHERE recorded_on IS NULL OR recorded_on <= as_of
    GROUP BY wave
)
SELECT
    'survey_answer' AS source_table,
    asked.row_in_file AS source_row,
    CASE
        WHEN asked.recorded_on > asked.as_of THEN 'after_audit'
        WHEN asked.side = 'internal' THEN 'insider'
        WHEN asked.weight <= 0 THEN 'no_weight'
        WHEN asked.answer IS NULL OR asked.answer = 'no_answer' THEN 'no_answer'
        WHEN asked.answer NOT IN ('right', 'wrong', 'yes', 'no', '1', '0', 'cannot_say') THEN 'not_an_option'
        WHEN told.place > 1 AND told.place < told.waves THEN 'middle_wave'
    END AS left_out,
    asked.respondent AS respondent,
    asked.item AS item,
    asked.side AS side,
    COALESCE(asked.cluster, 'person ' || asked.respondent) AS unit,
    CAST(ROUND(1000000 * COALESCE(asked.weight, 1)) AS BIGINT) AS mass,
    CASE WHEN told.place = 1 THEN 1 ELSE 0 END AS is_first,
    CASE WHEN told.place = told.waves THEN 1 ELSE 0 END AS is_last,
    -- who cannot say does not know
    CASE WHEN asked.answer IN ('right', 'yes', '1') THEN 1 ELSE 0 END AS knew
FROM asked
LEFT JOIN told ON told.wave = asked.wave
