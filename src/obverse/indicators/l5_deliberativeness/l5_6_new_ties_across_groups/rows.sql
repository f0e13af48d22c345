WITH told AS (
    SELECT COALESCE(wave, '') AS wave, MIN(recorded_on) AS first_on
    FROM tie
    CROSS JOIN process
    WHERE (kind IS NULL OR kind <> 'reply') AND (recorded_on IS NULL OR recorded_on <= as_of)
    GROUP BY COALESCE(wave, '')
),
placed AS (
    SELECT
        wave,
        -- dates decide; without them the usual words for an earlier wave, then the alphabet
        ROW_NUMBER() OVER (
            ORDER BY
                COALESCE(first_on, DATE '1900-01-01'),
                CASE
                    WHEN SUBSTR(LOWER(TRANSLATE(wave, 'Σİ', 'σi')), 1, 3) = 'pre'
                        OR LOWER(TRANSLATE(wave, 'Σİ', 'σi')) IN ('before', 'baseline', 'start', 't0', 'avant')
                        THEN 0
                    ELSE 1
                END,
                wave
        ) AS place,
        COUNT(*) OVER () AS waves
    FROM told
)
SELECT
    'tie' AS source_table,
    tie.row_in_file AS source_row,
    CASE
        WHEN tie.kind = 'reply' THEN 'reply'
        WHEN tie.recorded_on > process.as_of THEN 'after_audit'
        WHEN tie.from_actor = tie.to_actor THEN 'oneself'
        WHEN placed.place > 1 AND placed.place < placed.waves THEN 'middle_wave'
    END AS left_out,
    'tie' AS measure,
    CASE WHEN tie.from_actor < tie.to_actor THEN tie.from_actor ELSE tie.to_actor END AS one,
    CASE WHEN tie.from_actor < tie.to_actor THEN tie.to_actor ELSE tie.from_actor END AS other,
    CASE WHEN placed.place = 1 THEN 1 ELSE 0 END AS in_first,
    CASE WHEN placed.place = placed.waves THEN 1 ELSE 0 END AS in_last,
    CAST(NULL AS STRING) AS stakeholders,
    CAST(NULL AS STRING) AS role
FROM tie
CROSS JOIN process
LEFT JOIN placed ON placed.wave = COALESCE(tie.wave, '')
UNION ALL
SELECT
    'actor' AS source_table,
    actor.row_in_file AS source_row,
    CASE
        WHEN actor.staff_or_test OR NOT actor.participant THEN 'not_taking_part'
        WHEN actor.joined_on > process.as_of THEN 'after_audit'
    END AS left_out,
    'person' AS measure,
    actor.id AS one,
    CAST(NULL AS STRING) AS other,
    0 AS in_first,
    0 AS in_last,
    actor."group" AS stakeholders,
    actor.role AS role
FROM actor
CROSS JOIN process
