WITH span AS (
    SELECT
        as_of,
        start_on,
        CASE WHEN end_on < as_of THEN end_on ELSE as_of END AS last_day
    FROM process
),
halves AS (
    SELECT as_of, start_on, last_day, CAST(FLOOR(0.5 * (days_between(start_on, last_day) + 1)) AS BIGINT) AS half_days
    FROM span
),
asked AS (
    SELECT
        survey_answer.row_in_file,
        survey_answer.wave,
        survey_answer.recorded_on,
        survey_answer.cluster,
        survey_answer.weight,
        -- spreadsheets write 3 as 3.0 where a column has gaps
        CASE
            WHEN survey_answer."value" LIKE '%.0'
                THEN SUBSTR(survey_answer."value", 1, LENGTH(survey_answer."value") - 2)
            ELSE survey_answer."value"
        END AS answer,
        COALESCE(
            survey_answer.variant,
            CASE
                WHEN survey_answer.role IN (
                    'citizen_self_selected', 'citizen_drawn_by_lot', 'user_co_producer', 'volunteer',
                    'association_partner', 'business'
                ) THEN 'participant'
                ELSE 'other'
            END
        ) AS side,
        survey_answer.respondent
    FROM survey_answer
    WHERE survey_answer.item = 'trust_council'
),
waves AS (
    SELECT
        asked.wave,
        -- dates decide; without them a wave called pre, before, baseline ... is the earlier one
        ROW_NUMBER() OVER (
            ORDER BY
                COALESCE(MIN(asked.recorded_on), DATE '1900-01-01'),
                CASE
                    WHEN SUBSTR(LOWER(TRANSLATE(asked.wave, 'Σİ', 'σi')), 1, 3) = 'pre'
                        OR LOWER(TRANSLATE(asked.wave, 'Σİ', 'σi')) IN ('before', 'baseline', 'start', 't0', 'avant')
                        THEN 0
                    ELSE 1
                END,
                asked.wave
        ) AS place,
        COUNT(*) OVER () AS waves
    FROM asked
    CROSS JOIN halves
    WHERE asked.side = 'participant' AND (asked.recorded_on IS NULL OR asked.recorded_on <= halves.as_of)
    GROUP BY asked.wave
),
design AS (
    SELECT MAX(CASE WHEN cluster IS NOT NULL OR weight <> 1 THEN 1 ELSE 0 END) AS is_complex
    FROM asked
),
aside AS (
    -- few are no citizens, so that this is a small side of the join
    SELECT id, kind, staff_or_test FROM actor WHERE kind = 'organisation' OR staff_or_test
),
present AS (
    SELECT
        participation.row_in_file,
        participation.actor AS person,
        CASE
            WHEN COALESCE(participation."date", CAST(event."start" AS DATE)) IS NULL THEN 'no_date'
            WHEN COALESCE(participation."date", CAST(event."start" AS DATE)) > halves.as_of THEN 'after_audit'
            WHEN aside.staff_or_test THEN 'staff_or_test'
            WHEN aside.kind = 'organisation' THEN 'not_a_person'
            WHEN event.kind = 'mailing' THEN 'mailing'
        END AS left_out,
        CASE
            WHEN COALESCE(participation."date", CAST(event."start" AS DATE)) < halves.start_on OR halves.start_on IS NULL THEN 0
            WHEN days_between(halves.start_on, COALESCE(participation."date", CAST(event."start" AS DATE))) < halves.half_days
                THEN 1
            WHEN days_between(halves.start_on, COALESCE(participation."date", CAST(event."start" AS DATE)))
                < 2 * halves.half_days THEN 2
            ELSE 3
        END AS half
    FROM participation
    CROSS JOIN halves
    LEFT JOIN aside ON aside.id = participation.actor
    LEFT JOIN event ON event.id = participation.event
)
SELECT
    'complaint' AS source_table,
    complaint.row_in_file AS source_row,
    CAST(1 AS BIGINT) AS source_rows,
    CASE
        WHEN CAST(complaint."at" AS DATE) > halves.as_of THEN 'after_audit'
        WHEN complaint.kind NOT IN ('oversight', 'prevention', 'judgement', 'exit') THEN 'another_kind'
    END AS left_out,
    complaint.kind AS kind,
    complaint.n AS n,
    CAST(EXTRACT(YEAR FROM complaint."at") AS BIGINT) * 10 + CAST(EXTRACT(QUARTER FROM complaint."at") AS BIGINT) AS quarter,
    CASE
        WHEN CAST(complaint."at" AS DATE) < halves.start_on OR halves.start_on IS NULL THEN 0
        WHEN CAST(complaint."at" AS DATE) > halves.last_day THEN 4
        WHEN days_between(halves.start_on, CAST(complaint."at" AS DATE)) < halves.half_days THEN 1
        WHEN days_between(halves.start_on, CAST(complaint."at" AS DATE)) < 2 * halves.half_days THEN 2
        ELSE 3
    END AS half,
    CAST(complaint."at" AS DATE) AS on_day,
    CAST(NULL AS STRING) AS person,
    CAST(NULL AS STRING) AS unit,
    0 AS mass,
    0 AS low_trust
FROM complaint
CROSS JOIN halves
UNION ALL
SELECT
    'participation' AS source_table,
    MIN(row_in_file) AS source_row,
    COUNT(*) AS source_rows,
    left_out,
    'participation' AS kind,
    1 AS n,
    0 AS quarter,
    half,
    CAST(NULL AS DATE) AS on_day,
    person,
    CAST(NULL AS STRING) AS unit,
    0 AS mass,
    0 AS low_trust
FROM present
GROUP BY left_out, half, person
UNION ALL
SELECT
    'survey_answer' AS source_table,
    asked.row_in_file AS source_row,
    CAST(1 AS BIGINT) AS source_rows,
    CASE
        WHEN asked.side <> 'participant' THEN 'not_a_participant'
        WHEN asked.recorded_on > halves.as_of THEN 'after_audit'
        WHEN asked.weight <= 0 THEN 'no_weight'
        WHEN asked.answer IS NULL OR asked.answer NOT IN ('0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '10')
            THEN 'no_answer'
        WHEN waves.waves = 1 THEN 'single_wave'
        WHEN waves.place > 1 AND waves.place < waves.waves THEN 'middle_wave'
    END AS left_out,
    'trust' AS kind,
    1 AS n,
    0 AS quarter,
    CASE WHEN waves.place = 1 THEN 1 ELSE 2 END AS half,
    CAST(NULL AS DATE) AS on_day,
    asked.respondent AS person,
    CASE
        WHEN design.is_complex = 0 THEN ''
        ELSE COALESCE(asked.cluster, 'person ' || asked.respondent)
    END AS unit,
    CAST(ROUND(1000000 * COALESCE(asked.weight, 1)) AS BIGINT) AS mass,
    CASE WHEN asked.answer IN ('0', '1', '2', '3', '4') THEN 1 ELSE 0 END AS low_trust
FROM asked
CROSS JOIN halves
CROSS JOIN design
LEFT JOIN waves ON waves.wave = asked.wave
UNION ALL
SELECT
    'reference_population' AS source_table,
    reference_population.row_in_file AS source_row,
    CAST(1 AS BIGINT) AS source_rows,
    CASE WHEN reference_population.recorded_on > halves.as_of THEN 'after_audit' END AS left_out,
    'population' AS kind,
    reference_population."count" AS n,
    0 AS quarter,
    0 AS half,
    CAST(NULL AS DATE) AS on_day,
    reference_population.variable AS person,
    CAST(NULL AS STRING) AS unit,
    0 AS mass,
    0 AS low_trust
FROM reference_population
CROSS JOIN halves
