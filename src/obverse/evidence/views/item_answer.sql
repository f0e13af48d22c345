-- One answer of a respondent to a question of the questionnaire, in the latest wave that asked it.
WITH asked AS (
    SELECT
        row_in_file,
        respondent,
        wave,
        wave_order,
        role,
        item,
        public_value,
        answer,
        cluster,
        weight,
        half,
        collected_by,
        recorded_on,
        as_of,
        side
    FROM answer_given
),
waves AS (
    SELECT
        side,
        item,
        wave,
        ROW_NUMBER() OVER (
            PARTITION BY side, item
            ORDER BY
                COALESCE(MAX(recorded_on), DATE '1900-01-01') DESC, MAX(wave_order) DESC, COUNT(*) DESC, wave
        ) AS place
    FROM asked
    WHERE recorded_on IS NULL OR recorded_on <= as_of
    GROUP BY side, item, wave
),
design AS (
    SELECT item, MAX(CASE WHEN cluster IS NOT NULL OR weight <> 1 THEN 1 ELSE 0 END) AS is_complex
    FROM asked
    GROUP BY item
)
SELECT
    asked.row_in_file,
    CASE
        WHEN asked.recorded_on > asked.as_of THEN 'after_audit'
        WHEN waves.place > 1 THEN 'other_wave'
        WHEN asked.weight <= 0 THEN 'no_weight'
        WHEN asked.answer IS NULL OR asked.answer = 'no_answer' THEN 'no_answer'
    END AS left_out,
    asked.respondent,
    asked.wave,
    asked.item,
    asked.public_value,
    asked.role,
    asked.side,
    asked.half,
    asked.collected_by,
    -- empty where people were asked one by one and count the same; otherwise what was drawn together
    CASE
        WHEN design.is_complex = 0 THEN ''
        ELSE COALESCE(asked.cluster, 'person ' || asked.respondent)
    END AS unit,
    CAST(ROUND(1000000 * COALESCE(asked.weight, 1)) AS BIGINT) AS mass,
    asked.answer,
    -- -1 stands for "cannot say"; NULL for words and for numbers outside 0 to 10
    CASE asked.answer
        WHEN '0' THEN 0 WHEN '1' THEN 1 WHEN '2' THEN 2 WHEN '3' THEN 3 WHEN '4' THEN 4 WHEN '5' THEN 5
        WHEN '6' THEN 6 WHEN '7' THEN 7 WHEN '8' THEN 8 WHEN '9' THEN 9 WHEN '10' THEN 10
        WHEN 'cannot_say' THEN -1
    END AS degree
FROM asked
INNER JOIN design ON design.item = asked.item
LEFT JOIN waves ON waves.side = asked.side AND waves.item = asked.item AND waves.wave = asked.wave
