WITH asked AS (
    SELECT
        survey_answer.row_in_file,
        survey_answer.respondent,
        survey_answer.wave,
        survey_answer.item,
        -- spreadsheets write 3 as 3.0 where a column has gaps
        CASE
            WHEN survey_answer."value" LIKE '%.0'
                THEN SUBSTR(survey_answer."value", 1, LENGTH(survey_answer."value") - 2)
            ELSE survey_answer."value"
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
                    'association_partner', 'business', 'dropped_out'
                )
                    THEN 'participant'
                WHEN survey_answer.role IN (
                    'invited_declined', 'never_reached', 'association_not_partner', 'service_user_not_involved',
                    'family_carer', 'neighbour'
                )
                    THEN 'non_participant'
                ELSE 'other'
            END
        ) AS side
    FROM survey_answer
    CROSS JOIN process
    WHERE survey_answer.item IN ('trust_council', 'trust_staff', 'trust_fellows')
),

wave_of AS (
    SELECT
        wave,
        MIN(recorded_on) AS began,
        MIN(
            CASE
                WHEN SUBSTR(LOWER(TRANSLATE(wave, 'Σİ', 'σi')), 1, 3) = 'pre' OR LOWER(TRANSLATE(wave, 'Σİ', 'σi')) IN ('before', 'baseline', 'start', 't0', 'avant')
                    THEN 0
                ELSE 1
            END
        ) AS named_later
    FROM asked
    WHERE side <> 'other' AND (recorded_on IS NULL OR recorded_on <= as_of)
    GROUP BY wave
),

placed AS (
    SELECT
        wave,
        ROW_NUMBER() OVER (ORDER BY COALESCE(began, DATE '1900-01-01'), named_later, wave) AS from_first,
        ROW_NUMBER() OVER (ORDER BY COALESCE(began, DATE '1900-01-01') DESC, named_later DESC, wave DESC) AS from_last
    FROM wave_of
),

design AS (
    SELECT MAX(CASE WHEN cluster IS NOT NULL OR weight <> 1 THEN 1 ELSE 0 END) AS is_complex
    FROM asked
)

SELECT
    'survey_answer' AS source_table,
    asked.row_in_file AS source_row,
    CASE
        WHEN asked.side = 'other' THEN 'neither_side'
        WHEN asked.recorded_on > asked.as_of THEN 'after_audit'
        WHEN placed.from_first > 1 AND placed.from_last > 1 THEN 'other_wave'
        WHEN asked.weight <= 0 THEN 'no_weight'
        WHEN asked.answer IS NULL OR asked.answer = 'no_answer' THEN 'no_answer'
        WHEN asked.answer = 'cannot_say' THEN 'cannot_say'
        WHEN asked.answer NOT IN ('0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '10') THEN 'not_on_the_scale'
    END AS left_out,
    asked.respondent,
    asked.item,
    asked.side,
    -- a single wave is a beginning without an end
    CASE WHEN placed.from_first = 1 THEN 'first' ELSE 'last' END AS moment,
    CASE
        WHEN design.is_complex = 0 THEN ''
        ELSE COALESCE(asked.cluster, 'person ' || asked.respondent)
    END AS unit,
    CAST(ROUND(1000000 * COALESCE(asked.weight, 1)) AS BIGINT) AS mass,
    CASE asked.answer
        WHEN '0' THEN 0 WHEN '1' THEN 1 WHEN '2' THEN 2 WHEN '3' THEN 3 WHEN '4' THEN 4 WHEN '5' THEN 5
        WHEN '6' THEN 6 WHEN '7' THEN 7 WHEN '8' THEN 8 WHEN '9' THEN 9 WHEN '10' THEN 10
    END AS points
FROM asked
CROSS JOIN design
LEFT JOIN placed ON placed.wave = asked.wave
