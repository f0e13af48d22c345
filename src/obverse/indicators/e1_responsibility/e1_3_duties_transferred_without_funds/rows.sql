SELECT
    'duty' AS source_table,
    duty.row_in_file AS source_row,
    CASE
        WHEN duty.moved_on > process.as_of THEN 'after_audit'
        WHEN duty.moved_to IS NULL THEN 'not_moved'
        WHEN duty.moved_from IS NULL THEN 'origin_unknown'
        WHEN duty.moved_from <> 'public' OR duty.moved_to NOT IN ('citizen', 'association') THEN 'other_move'
    END AS left_out,
    duty.id AS duty,
    duty.service AS service,
    COALESCE(duty.statutory, FALSE) AS statutory,
    duty.statutory IS NOT NULL AS statutory_known,
    CAST(EXTRACT(YEAR FROM duty.moved_on) AS BIGINT) AS year,
    -- known as soon as money or hours are noted, a zero included
    CASE
        WHEN duty.resource_moved > 0 OR duty.resource_hours > 0 THEN 'funded'
        WHEN duty.resource_moved IS NOT NULL OR duty.resource_hours IS NOT NULL THEN 'unfunded'
        ELSE 'unknown'
    END AS means,
    CAST(ROUND(100 * duty.resource_moved) AS BIGINT) AS cents
FROM duty
CROSS JOIN process

UNION ALL

SELECT
    'budget_line' AS source_table,
    budget_line.row_in_file AS source_row,
    CASE
        WHEN budget_line.year > EXTRACT(YEAR FROM process.as_of) THEN 'after_audit'
        WHEN budget_line.co_managed IS NULL THEN 'co_management_unknown'
    END AS left_out,
    CAST(NULL AS STRING) AS duty,
    budget_line.service AS service,
    FALSE AS statutory,
    FALSE AS statutory_known,
    CAST(budget_line.year AS BIGINT) AS year,
    CASE WHEN budget_line.co_managed THEN 'co_managed' ELSE 'not_co_managed' END AS means,
    CAST(NULL AS BIGINT) AS cents
FROM budget_line
CROSS JOIN process
