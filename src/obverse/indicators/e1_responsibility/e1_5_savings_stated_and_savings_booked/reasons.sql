WITH coded AS (
    SELECT reason, passage, coder
    FROM selected_rows
    WHERE left_out IS NULL AND source_table = 'coded_statement'
    GROUP BY reason, passage, coder
),

seen AS (
    SELECT reason, passage, COUNT(*) AS coders
    FROM coded
    GROUP BY reason, passage
),

whole AS (
    SELECT COUNT(DISTINCT coder) AS coders, COUNT(DISTINCT passage) AS passages
    FROM coded
)

SELECT
    seen.reason AS reason,
    MAX(whole.coders) AS coders,
    MAX(whole.passages) AS passages,
    SUM(seen.coders) AS findings,
    COUNT(*) AS by_any,
    SUM(CASE WHEN seen.coders = whole.coders THEN 1 ELSE 0 END) AS by_all
FROM seen
CROSS JOIN whole
GROUP BY seen.reason
ORDER BY reason
