WITH site AS (
    SELECT
        service,
        site,
        MAX(area) AS area,
        MAX(CASE WHEN is_first AND is_open THEN 1 ELSE 0 END) AS open_first,
        MAX(CASE WHEN (is_first AND NOT is_open) OR opened_later THEN 1 ELSE 0 END) AS closed_first,
        MAX(CASE WHEN is_last AND is_open THEN 1 ELSE 0 END) AS open_last,
        MAX(CASE WHEN (is_last AND NOT is_open) OR has_closed THEN 1 ELSE 0 END) AS closed_last
    FROM selected_rows
    WHERE left_out IS NULL AND site IS NOT NULL
    GROUP BY service, site
),

named AS (
    SELECT area, MAX(area_name) AS area_name, MAX(deprivation_rank) AS deprivation_rank
    FROM selected_rows
    WHERE left_out IS NULL AND area IS NOT NULL
    GROUP BY area
)

SELECT
    site.service,
    COALESCE(site.area, '') AS area,
    MAX(COALESCE(named.area_name, '')) AS area_name,
    MAX(COALESCE(named.deprivation_rank, -1)) AS place,
    SUM(site.open_first) AS before,
    SUM(CASE WHEN site.open_first + site.closed_first = 0 THEN site.open_last ELSE 0 END) AS maybe_before,
    SUM(site.open_last) AS now,
    SUM(CASE WHEN site.open_last + site.closed_last = 0 THEN site.open_first ELSE 0 END) AS maybe_now,
    SUM(site.open_first * (1 - site.open_last)) AS gone,
    SUM(site.open_last * (1 - site.open_first)) AS come
FROM site
LEFT JOIN named ON named.area = site.area
GROUP BY site.service, COALESCE(site.area, '')
ORDER BY site.service, area
