WITH ranked AS (
    SELECT area, deprivation_rank
    FROM selected_rows
    WHERE left_out IS NULL AND part = 'area'
)
SELECT
    gained.unit,
    gained.era,
    gained.project,
    -- -1 stands for amounts of which nobody knows the area
    COALESCE(ranked.deprivation_rank, -1) AS place,
    CAST(SUM(gained.hundredths) AS BIGINT) AS hundredths
FROM selected_rows AS gained
LEFT JOIN ranked ON ranked.area = gained.area
WHERE gained.left_out IS NULL AND gained.part = 'benefit'
GROUP BY gained.unit, gained.era, gained.project, COALESCE(ranked.deprivation_rank, -1)
ORDER BY gained.unit, gained.era, gained.project, place
