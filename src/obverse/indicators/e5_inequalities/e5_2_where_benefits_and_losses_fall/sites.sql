WITH site AS (
    SELECT
        service,
        site,
        MAX(area) AS area,
        MAX(CASE WHEN served_first THEN 1 ELSE 0 END) AS at_risk,
        MAX(CASE WHEN public_first THEN 1 ELSE 0 END) AS public_at_risk,
        MAX(CASE WHEN open_last THEN 1 ELSE 0 END) AS still_open,
        MAX(CASE WHEN community_last THEN 1 ELSE 0 END) AS community_run,
        MAX(CASE WHEN known_last OR closed_on IS NOT NULL THEN 1 ELSE 0 END) AS end_known,
        MAX(CASE WHEN closed_on IS NOT NULL THEN 1 ELSE 0 END) AS dated,
        MAX(CASE WHEN closed_in_time THEN 1 ELSE 0 END) AS closed
    FROM selected_rows
    WHERE left_out IS NULL AND part = 'site'
    GROUP BY service, site
),

ranked AS (
    SELECT area, deprivation_rank
    FROM selected_rows
    WHERE left_out IS NULL AND part = 'area'
)

SELECT
    site.service,
    COALESCE(ranked.deprivation_rank, -1) AS place,
    SUM(site.closed) AS closed,
    SUM(CASE WHEN site.at_risk = 1 AND site.still_open = 0 AND site.dated = 0 THEN 1 ELSE 0 END) AS lost_undated,
    SUM(site.at_risk) AS at_risk,
    SUM(site.at_risk * site.closed) AS closed_at_risk,
    SUM(site.public_at_risk) AS public_at_risk,
    SUM(site.public_at_risk * site.community_run) AS handed_over,
    SUM(site.public_at_risk * (1 - site.end_known)) AS end_unknown
FROM site
LEFT JOIN ranked ON ranked.area = site.area
GROUP BY site.service, COALESCE(ranked.deprivation_rank, -1)
ORDER BY site.service, place
