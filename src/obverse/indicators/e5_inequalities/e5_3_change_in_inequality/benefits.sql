WITH ranked AS (
    SELECT area, deprivation_rank
    FROM selected_rows
    WHERE left_out IS NULL AND part = 'area'
)
SELECT
    gained.unit,
    gained.era,
    gained.project,
    ranked.deprivation_rank AS place,
    CAST(SUM(gained.hundredths) AS BIGINT) AS hundredths
FROM selected_rows AS gained
INNER JOIN ranked ON ranked.area = gained.area
WHERE gained.left_out IS NULL AND gained.part = 'benefit'
GROUP BY gained.unit, gained.era, gained.project, ranked.deprivation_rank
ORDER BY gained.unit, gained.era, gained.project, ranked.deprivation_rank
