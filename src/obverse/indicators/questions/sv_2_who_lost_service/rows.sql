SELECT
    'service_volume' AS source_table,
    service_period.row_in_file AS source_row,
    CASE
        WHEN service_period.comes_later THEN 'after_audit'
        WHEN service_period.comparison THEN 'comparison'
    END AS left_out,
    service_period.service,
    service_period.site,
    service_period.area,
    COALESCE(neighbourhood.name, service_period.area) AS area_name,
    neighbourhood.deprivation_rank,
    service_period.concerned,
    COALESCE(stakeholder_group.label, service_period.concerned) AS concerned_name,
    service_period.period_start,
    service_period.is_first,
    service_period.is_last,
    service_period.era,
    service_period.period_days,
    service_period.is_open,
    service_period.has_closed,
    service_period.opened_later,
    NULLIF(service_period.operator, 'none') AS operator,
    CAST(ROUND(service_period.volume * 100) AS BIGINT) AS volume
FROM service_period
LEFT JOIN neighbourhood ON neighbourhood.id = service_period.area
LEFT JOIN stakeholder_group ON stakeholder_group.id = service_period.concerned
