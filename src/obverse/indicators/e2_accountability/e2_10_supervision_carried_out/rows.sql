SELECT
    'service_volume' AS source_table,
    service_volume.row_in_file AS source_row,
    CASE
        WHEN COALESCE(service_volume.period_end, service_volume.period_start) > process.as_of THEN 'after_audit'
        WHEN service_volume.comparison THEN 'comparison'
        WHEN service_volume.inspections_planned IS NULL THEN 'no_plan'
    END AS left_out,
    service_volume.service AS service,
    CASE
        WHEN service_volume.site IS NOT NULL THEN 3
        WHEN service_volume.area IS NOT NULL OR service_volume."group" IS NOT NULL THEN 2
        ELSE 1
    END AS part_level,
    COALESCE(NULLIF(service_volume.operator, 'none'), 'unknown_operator') AS operator,
    COALESCE(COALESCE(service_volume.period_end, service_volume.period_start) < process.start_on, FALSE) AS before_process,
    service_volume.inspections_planned AS planned,
    service_volume.inspections_done AS done
FROM service_volume
CROSS JOIN process
