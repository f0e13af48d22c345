WITH part AS (
    SELECT
        service,
        CASE WHEN concerned IS NULL THEN 'area' ELSE 'group' END AS kind,
        COALESCE(concerned, area) AS part,
        COALESCE(concerned_name, area_name) AS part_name,
        era,
        period_start,
        period_days,
        volume
    FROM selected_rows
    WHERE left_out IS NULL
        AND era IS NOT NULL
        AND site IS NULL
        AND (concerned IS NULL OR area IS NULL)
        AND COALESCE(concerned, area) IS NOT NULL
),

by_period AS (
    SELECT
        service,
        kind,
        part,
        MAX(part_name) AS part_name,
        era,
        MAX(COALESCE(period_days, 0)) AS period_days,
        COUNT(*) AS entries,
        COUNT(volume) AS known,
        SUM(COALESCE(volume, 0)) AS amount
    FROM part
    GROUP BY service, kind, part, era, period_start
)

SELECT
    service,
    kind,
    part,
    era,
    MAX(part_name) AS part_name,
    SUM(amount) AS amount,
    SUM(period_days) AS days,
    SUM(known) AS known,
    SUM(entries) AS entries,
    MIN(period_days) AS shortest_days
FROM by_period
GROUP BY service, kind, part, era
ORDER BY service, kind, part, era
