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
                ELSE 'other'
            END
        ) AS side
    FROM survey_answer
    CROSS JOIN process
    WHERE survey_answer.item IN ('expected_influence', 'experienced_influence')
),

wave_of AS (
    SELECT
        wave,
        MIN(recorded_on) AS began,
        MAX(CASE WHEN item = 'experienced_influence' THEN 1 ELSE 0 END) AS looks_back
    FROM asked
    WHERE side = 'participant' AND (recorded_on IS NULL OR recorded_on <= as_of)
    GROUP BY wave
),

looked_back AS (
    SELECT MAX(began) AS began
    FROM wave_of
    WHERE looks_back = 1
),

placed AS (
    SELECT
        wave_of.wave,
        wave_of.looks_back,
        -- the first wave that asked what people expect, the last that asked what they experienced
        ROW_NUMBER() OVER (
            PARTITION BY wave_of.looks_back
            ORDER BY COALESCE(wave_of.began, DATE '1900-01-01'), wave_of.wave
        ) AS from_first,
        ROW_NUMBER() OVER (
            PARTITION BY wave_of.looks_back
            ORDER BY COALESCE(wave_of.began, DATE '1900-01-01') DESC, wave_of.wave DESC
        ) AS from_last,
        COALESCE(wave_of.began > looked_back.began, FALSE) AS too_late
    FROM wave_of
    CROSS JOIN looked_back
),

design AS (
    SELECT MAX(CASE WHEN cluster IS NOT NULL OR weight <> 1 THEN 1 ELSE 0 END) AS is_complex
    FROM asked
)

SELECT
    'survey_answer' AS source_table,
    asked.row_in_file AS source_row,
    CASE
        WHEN asked.side <> 'participant' THEN 'not_a_participant'
        WHEN asked.recorded_on > asked.as_of THEN 'after_audit'
        WHEN asked.item = 'expected_influence' AND (placed.looks_back = 1 OR placed.too_late) THEN 'asked_afterwards'
        WHEN asked.item = 'expected_influence' AND placed.from_first > 1 THEN 'other_wave'
        WHEN asked.item = 'experienced_influence' AND placed.from_last > 1 THEN 'other_wave'
        WHEN asked.weight <= 0 THEN 'no_weight'
        WHEN asked.answer IS NULL OR asked.answer = 'no_answer' THEN 'no_answer'
        WHEN asked.answer = 'cannot_say' THEN 'cannot_say'
        WHEN asked.answer NOT IN ('0', '1', '2', '3', '4') THEN 'not_on_the_scale'
    END AS left_out,
    asked.item AS part,
    asked.respondent,
    CASE
        WHEN design.is_complex = 0 THEN ''
        ELSE COALESCE(asked.cluster, 'person ' || asked.respondent)
    END AS unit,
    CAST(ROUND(1000000 * COALESCE(asked.weight, 1)) AS BIGINT) AS mass,
    CASE asked.answer WHEN '0' THEN 0 WHEN '1' THEN 1 WHEN '2' THEN 2 WHEN '3' THEN 3 WHEN '4' THEN 4 END AS degree,
    CAST(NULL AS STRING) AS promised_by,
    CAST(NULL AS STRING) AS fate
FROM asked
CROSS JOIN design
LEFT JOIN placed ON placed.wave = asked.wave

UNION ALL

SELECT
    'commitment' AS source_table,
    commitment.row_in_file AS source_row,
    CASE
        WHEN commitment.announced_on > process.as_of THEN 'after_audit'
        WHEN commitment.kind IS NULL OR commitment.kind <> 'influence' THEN 'not_about_influence'
    END AS left_out,
    'promise' AS part,
    CAST(NULL AS STRING) AS respondent,
    CAST(NULL AS STRING) AS unit,
    CAST(NULL AS BIGINT) AS mass,
    CAST(NULL AS BIGINT) AS degree,
    COALESCE(commitment.source, 'unknown_source') AS promised_by,
    CASE
        WHEN commitment.done_on <= process.as_of OR commitment.state = 'done' THEN 'kept'
        WHEN commitment.state IN ('not_done', 'cancelled') THEN 'not_kept'
        WHEN commitment.due_on > process.as_of THEN 'not_due'
        WHEN commitment.due_on IS NULL AND commitment.state IS NULL THEN 'not_due'
        ELSE 'unknown'
    END AS fate
FROM commitment
CROSS JOIN process
