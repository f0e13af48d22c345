SELECT
    'survey_answer' AS source_table,
    row_in_file AS source_row,
    CASE
        WHEN left_out IS NOT NULL THEN left_out
        WHEN side <> 'internal' THEN 'not_inside'
        WHEN degree IS NULL OR degree > 4 THEN 'not_on_the_scale'
    END AS left_out,
    role,
    unit,
    mass,
    degree,
    CAST(NULL AS BOOLEAN) AS clause
FROM item_answer
WHERE item = 'held_back'

UNION ALL

SELECT
    'duty' AS source_table,
    duty.row_in_file AS source_row,
    CASE WHEN duty.recorded_on > process.as_of THEN 'after_audit' END AS left_out,
    CAST(NULL AS STRING) AS role,
    CAST(NULL AS STRING) AS unit,
    CAST(NULL AS BIGINT) AS mass,
    CAST(NULL AS BIGINT) AS degree,
    duty.liability_clause AS clause
FROM duty
CROSS JOIN process
