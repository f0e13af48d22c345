SELECT
    'duty' AS source_table,
    duty.row_in_file AS source_row,
    CASE
        WHEN duty.moved_on > process.as_of THEN 'after_audit'
        WHEN duty.moved_to IS NULL THEN 'not_moved'
        WHEN duty.moved_from IS NULL THEN 'origin_unknown'
        WHEN duty.moved_from <> 'public' OR duty.moved_to = 'public' THEN 'other_move'
    END AS left_out,
    duty.id AS duty,
    COALESCE(duty.statutory, FALSE) AS statutory,
    duty.statutory IS NOT NULL AS statutory_known,
    CASE WHEN duty.fallback THEN 'covered' WHEN NOT duty.fallback THEN 'uncovered' ELSE 'unknown' END AS fallback,
    duty.fallback_days AS fallback_days,
    duty.source_id AS paper
FROM duty
CROSS JOIN process

UNION ALL

SELECT
    'document' AS source_table,
    document.row_in_file AS source_row,
    CASE
        WHEN document."date" > process.as_of THEN 'after_audit'
        WHEN named.paper IS NULL THEN 'not_named'
    END AS left_out,
    CAST(NULL AS STRING) AS duty,
    FALSE AS statutory,
    FALSE AS statutory_known,
    CAST(NULL AS STRING) AS fallback,
    CAST(NULL AS BIGINT) AS fallback_days,
    document.id AS paper
FROM document
CROSS JOIN process
LEFT JOIN (
    SELECT source_id AS paper
    FROM duty
    WHERE fallback AND source_id IS NOT NULL
    GROUP BY source_id
) AS named ON named.paper = document.id
