SELECT
    'duty' AS source_table,
    duty.row_in_file AS source_row,
    CASE WHEN duty.recorded_on > process.as_of THEN 'after_audit' END AS left_out,
    duty.id AS duty,
    COALESCE(duty.statutory, FALSE) AS statutory,
    -- -1 unknown, 0 nobody, otherwise the number of those who answer in the end
    CASE
        WHEN duty.final_holders IS NULL THEN -1
        WHEN TRIM(BOTH ' ' FROM duty.final_holders) IN ('-', '–', '—') THEN 0
        ELSE LENGTH(TRIM(BOTH '|' FROM REPLACE(duty.final_holders, ' ', '')))
            - LENGTH(REPLACE(REPLACE(duty.final_holders, ' ', ''), '|', '')) + 1
    END AS hands,
    CASE
        WHEN duty.holder_sector = 'mixed' THEN 1
        WHEN duty.holder_sector IS NULL THEN -1
        ELSE 0
    END AS mixed,
    CAST(NULL AS STRING) AS unit,
    CAST(NULL AS BIGINT) AS mass,
    CAST(NULL AS STRING) AS named,
    CAST(NULL AS STRING) AS word
FROM duty
CROSS JOIN process

UNION ALL

SELECT
    'survey_answer' AS source_table,
    item_answer.row_in_file AS source_row,
    CASE
        WHEN item_answer.left_out IS NOT NULL THEN item_answer.left_out
        WHEN duty.id IS NULL THEN 'no_such_duty'
        WHEN duty.final_holders IS NULL OR TRIM(BOTH ' ' FROM duty.final_holders) IN ('-', '–', '—') THEN 'nobody_designated'
    END AS left_out,
    duty.id AS duty,
    FALSE AS statutory,
    CAST(NULL AS BIGINT) AS hands,
    CAST(NULL AS BIGINT) AS mixed,
    item_answer.unit AS unit,
    item_answer.mass AS mass,
    CASE
        WHEN LOWER(TRANSLATE(item_answer.answer, 'Σİ', 'σi')) IN ('nobody_clearly', 'cannot_say') THEN LOWER(TRANSLATE(item_answer.answer, 'Σİ', 'σi'))
        WHEN POSITION(
            '|' || LOWER(TRANSLATE(REPLACE(item_answer.answer, ' ', ''), 'Σİ', 'σi')) || '|'
            IN '|' || LOWER(TRANSLATE(REPLACE(duty.final_holders, ' ', ''), 'Σİ', 'σi')) || '|'
        ) > 0
            THEN 'designated'
        ELSE 'other'
    END AS named,
    LOWER(TRANSLATE(TRIM(BOTH ' ' FROM item_answer.answer), 'Σİ', 'σi')) AS word
FROM item_answer
LEFT JOIN duty ON LOWER(TRANSLATE(duty.id, 'Σİ', 'σi')) = LOWER(TRANSLATE(TRIM(BOTH ' ' FROM item_answer.public_value), 'Σİ', 'σi'))
WHERE item_answer.item = 'responsible'
