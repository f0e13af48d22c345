WITH span AS (
    SELECT
        service_volume.service,
        COALESCE(
            MAX(
                CASE
                    WHEN COALESCE(service_volume.period_end, service_volume.period_start) < process.start_on
                        THEN service_volume.period_start
                END
            ),
            MIN(service_volume.period_start)
        ) AS first_on,
        MAX(
            CASE WHEN service_volume.period_end < process.start_on THEN service_volume.period_end END
        ) AS before_end,
        MAX(service_volume.period_start) AS last_on,
        MAX(service_volume.period_end) AS last_end
    FROM service_volume
    CROSS JOIN process
    WHERE COALESCE(service_volume.period_end, service_volume.period_start) <= process.as_of
    GROUP BY service_volume.service
)

SELECT
    'service_volume' AS source_table,
    service_volume.row_in_file AS source_row,
    CASE
        WHEN COALESCE(service_volume.period_end, service_volume.period_start) > process.as_of THEN 'after_audit'
        WHEN service_volume.comparison THEN 'comparison'
    END AS left_out,
    service_volume.service,
    service_volume.site,
    service_volume.area,
    COALESCE(neighbourhood.name, service_volume.area) AS area_name,
    neighbourhood.deprivation_rank,
    service_volume."group" AS concerned,
    COALESCE(stakeholder_group.label, service_volume."group") AS concerned_name,
    service_volume.period_start,
    service_volume.period_start = span.first_on AS is_first,
    service_volume.period_start = span.last_on AND span.last_on > span.first_on AS is_last,
    CASE
        WHEN service_volume.period_start = span.first_on THEN 'before'
        WHEN service_volume.period_end <= span.before_end
            THEN CASE WHEN days_between(service_volume.period_start, span.before_end) < 366 THEN 'before' END
        WHEN service_volume.period_start > span.first_on
            AND (
                service_volume.period_start = span.last_on
                OR days_between(service_volume.period_start, span.last_end) < 366
            )
            THEN 'now'
    END AS era,
    days_between(service_volume.period_start, service_volume.period_end) + 1 AS period_days,
    CASE
        WHEN service_volume.state IS NOT NULL THEN service_volume.state = 'open'
        ELSE service_volume.operator <> 'none'
    END AS is_open,
    service_volume.closed_on <= process.as_of AS has_closed,
    service_volume.opened_on > span.first_on AS opened_later,
    NULLIF(service_volume.operator, 'none') AS operator,
    CAST(ROUND(service_volume.volume * 100) AS BIGINT) AS volume
FROM service_volume
CROSS JOIN process
LEFT JOIN span ON span.service = service_volume.service
LEFT JOIN neighbourhood ON neighbourhood.id = service_volume.area
LEFT JOIN stakeholder_group ON stakeholder_group.id = service_volume."group"
