WITH ranked AS (
    SELECT area, deprivation_rank
    FROM selected_rows
    WHERE left_out IS NULL AND part = 'area'
),
level_of AS (
    -- a service recorded by area and again by site counts once, by area
    SELECT service, MIN(part_level) AS part_level
    FROM selected_rows
    WHERE left_out IS NULL AND part = 'service'
    GROUP BY service
)
SELECT
    served.service,
    served.comparison,
    served.era,
    ranked.deprivation_rank AS place,
    CAST(SUM(served.hundredths) AS BIGINT) AS hundredths
FROM selected_rows AS served
INNER JOIN level_of ON level_of.service = served.service AND level_of.part_level = served.part_level
INNER JOIN ranked ON ranked.area = served.area
WHERE served.left_out IS NULL AND served.part = 'service'
GROUP BY served.service, served.comparison, served.era, ranked.deprivation_rank
ORDER BY served.service, served.comparison, served.era, ranked.deprivation_rank
