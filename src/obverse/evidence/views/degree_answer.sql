-- One answer of a respondent on the scale 0 to 4 that asks how far a public value was strengthened or weakened.
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
        phase,
        recorded_on,
        as_of,
        side
    FROM answer_given
    WHERE item IN ('strengthened', 'weakened')
),
waves AS (
    SELECT
        side,
        wave,
        ROW_NUMBER() OVER (
            PARTITION BY side
            ORDER BY
                COALESCE(MAX(recorded_on), DATE '1900-01-01') DESC, MAX(wave_order) DESC, COUNT(*) DESC, wave
        ) AS place
    FROM asked
    WHERE recorded_on IS NULL OR recorded_on <= as_of
    GROUP BY side, wave
),
design AS (
    SELECT MAX(CASE WHEN cluster IS NOT NULL OR weight <> 1 THEN 1 ELSE 0 END) AS is_complex
    FROM asked
)
SELECT
    asked.row_in_file,
    CASE
        WHEN asked.recorded_on > asked.as_of THEN 'after_audit'
        WHEN waves.place > 1 THEN 'other_wave'
        WHEN asked.public_value IS NULL THEN 'no_public_value'
        WHEN asked.weight <= 0 THEN 'no_weight'
        WHEN asked.answer IS NULL OR asked.answer = 'no_answer' THEN 'no_answer'
        WHEN asked.answer NOT IN ('0', '1', '2', '3', '4', 'cannot_say') THEN 'not_on_the_scale'
    END AS left_out,
    asked.respondent,
    asked.item,
    asked.public_value,
    asked.role,
    asked.side,
    asked.cluster,
    asked.phase,
    CASE
        WHEN asked.role IN ('elected', 'elected_majority', 'elected_opposition') THEN 'elected'
        WHEN asked.role IN (
            'administration', 'senior_public_manager', 'project_manager', 'front_line_staff', 'other_department'
        )
            THEN 'administration'
        WHEN asked.role IN ('citizen_self_selected', 'citizen_drawn_by_lot', 'user_co_producer', 'volunteer')
            THEN 'citizens'
        WHEN asked.role = 'association_partner' THEN 'associations'
        ELSE ''
    END AS party,
    COALESCE(asked.role IN ('facilitator', 'guarantor', 'partner_authority', 'researcher_auditor'), FALSE)
        AS is_third_party,
    CASE
        WHEN design.is_complex = 0 THEN ''
        ELSE COALESCE(asked.cluster, 'person ' || asked.respondent)
    END AS unit,
    CAST(ROUND(1000000 * COALESCE(asked.weight, 1)) AS BIGINT) AS mass,
    -- -1 stands for "cannot say"
    CASE asked.answer
        WHEN '0' THEN 0 WHEN '1' THEN 1 WHEN '2' THEN 2 WHEN '3' THEN 3 WHEN '4' THEN 4
        WHEN 'cannot_say' THEN -1
    END AS degree
FROM asked
CROSS JOIN design
LEFT JOIN waves ON waves.side = asked.side AND waves.wave = asked.wave
