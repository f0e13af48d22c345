SELECT
    'cost_entry' AS source_table,
    cost_entry.row_in_file AS source_row,
    CASE
        WHEN COALESCE(cost_entry."date", cost_entry.recorded_on) > process.as_of THEN 'after_audit'
        WHEN cost_entry.delivery THEN 'delivery'
    END AS left_out,
    'entry' AS part,
    cost_entry."group" AS concerned,
    CAST(NULL AS STRING) AS label,
    COALESCE(cost_entry.purpose IN ('outreach', 'support'), FALSE) AS supports,
    CAST(ROUND(COALESCE(cost_entry.hours, 0) * 60) AS BIGINT) AS minutes,
    CAST(ROUND(COALESCE(cost_entry.amount, 0) * 100) AS BIGINT) AS cents,
    12 * EXTRACT(YEAR FROM cost_entry."date") + EXTRACT(MONTH FROM cost_entry."date") AS month_number,
    cost_entry."date" >= process.start_on AND (process.end_on IS NULL OR cost_entry."date" <= process.end_on) AS inside,
    CAST(NULL AS BIGINT) AS people,
    CAST(NULL AS BIGINT) AS fewest,
    CAST(NULL AS BIGINT) AS most,
    FALSE AS strongly
FROM cost_entry
CROSS JOIN process

UNION ALL

SELECT
    'stakeholder_group' AS source_table,
    stakeholder_group.row_in_file AS source_row,
    CASE WHEN stakeholder_group.side = 'internal' THEN 'internal' END AS left_out,
    'group' AS part,
    stakeholder_group.id AS concerned,
    stakeholder_group.label,
    FALSE AS supports,
    0 AS minutes,
    0 AS cents,
    CAST(NULL AS BIGINT) AS month_number,
    FALSE AS inside,
    stakeholder_group.size AS people,
    stakeholder_group.size_low AS fewest,
    stakeholder_group.size_high AS most,
    COALESCE(stakeholder_group.affected = 'strongly', FALSE) AS strongly
FROM stakeholder_group
