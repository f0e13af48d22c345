WITH asked AS (
    SELECT
        row_in_file,
        respondent,
        wave,
        wave_order,
        role,
        item,
        LOWER(TRANSLATE(answer, 'Σİ', 'σi')) AS answer,
        cluster,
        weight,
        collected_by,
        recorded_on,
        as_of,
        side AS variant
    FROM answer_given
    WHERE item = 'loss_if_stopped' OR SUBSTR(item, 1, 5) = 'attr_'
),
waves AS (
    SELECT
        wave,
        ROW_NUMBER() OVER (
            ORDER BY
                COALESCE(MAX(recorded_on), DATE '1900-01-01') DESC, MAX(wave_order) DESC, COUNT(*) DESC, wave
        ) AS place
    FROM asked
    WHERE item = 'loss_if_stopped' AND variant = 'participant' AND (recorded_on IS NULL OR recorded_on <= as_of)
    GROUP BY wave
),
design AS (
    SELECT MAX(CASE WHEN cluster IS NOT NULL OR weight <> 1 THEN 1 ELSE 0 END) AS is_complex
    FROM asked
    WHERE item = 'loss_if_stopped'
),
user_asked AS (
    SELECT respondent
    FROM asked
    WHERE item = 'loss_if_stopped' AND variant = 'participant'
    GROUP BY respondent
)
SELECT
    'survey_answer' AS source_table,
    asked.row_in_file AS source_row,
    CASE
        WHEN asked.variant <> 'participant' THEN 'not_a_participant'
        WHEN asked.recorded_on > asked.as_of THEN 'after_audit'
        WHEN waves.place > 1 THEN 'other_wave'
        WHEN asked.collected_by = 'front_line_staff' THEN 'asked_by_the_service'
        WHEN asked.weight <= 0 THEN 'no_weight'
        WHEN asked.answer IS NULL OR asked.answer = 'no_answer' THEN 'no_answer'
        WHEN asked.item = 'loss_if_stopped' AND asked.answer NOT IN ('none', 'nothing', 'some', 'much', 'cannot_say')
            THEN 'not_an_option'
        WHEN asked.item <> 'loss_if_stopped' AND attribute_category.category IS NULL THEN 'no_category'
    END AS left_out,
    asked.respondent AS respondent,
    asked.role AS role,
    CASE
        WHEN design.is_complex = 0 THEN ''
        ELSE COALESCE(asked.cluster, 'person ' || asked.respondent)
    END AS unit,
    CAST(ROUND(1000000 * COALESCE(asked.weight, 1)) AS BIGINT) AS mass,
    CASE asked.answer
        WHEN 'none' THEN 0 WHEN 'nothing' THEN 0 WHEN 'some' THEN 1 WHEN 'much' THEN 2 WHEN 'cannot_say' THEN -1
    END
    AS loss,
    attribute_category.variable AS variable,
    CASE WHEN attribute_category.worst_first = 1 THEN 1 ELSE 0 END AS worst_off
FROM asked
INNER JOIN user_asked ON user_asked.respondent = asked.respondent
CROSS JOIN design
LEFT JOIN waves ON asked.item = 'loss_if_stopped' AND waves.wave = asked.wave
LEFT JOIN attribute_category
    ON asked.item = 'attr_' || attribute_category.variable
    AND asked.answer = LOWER(TRANSLATE(attribute_category.category, 'Σİ', 'σi'))
    AND attribute_category.ordered
