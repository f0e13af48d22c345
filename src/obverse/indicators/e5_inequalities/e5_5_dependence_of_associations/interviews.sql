WITH by_coder AS (
    SELECT document, coder
    FROM selected_rows
    WHERE left_out IS NULL AND part = 'passage'
    GROUP BY document, coder
),
coders AS (
    SELECT document, COUNT(*) AS coders
    FROM by_coder
    GROUP BY document
),
named AS (
    SELECT document, coder, code
    FROM selected_rows
    WHERE left_out IS NULL AND part = 'passage'
    GROUP BY document, coder, code
),
found AS (
    SELECT document, code, COUNT(*) AS finders
    FROM named
    GROUP BY document, code
),
asked AS (
    SELECT code
    FROM named
    GROUP BY code
)
SELECT
    asked.code,
    COUNT(*) AS interviews,
    CAST(SUM(CASE WHEN found.finders > 0 THEN 1 ELSE 0 END) AS BIGINT) AS by_any,
    CAST(SUM(CASE WHEN 2 * found.finders >= coders.coders THEN 1 ELSE 0 END) AS BIGINT) AS by_half,
    CAST(SUM(CASE WHEN found.finders = coders.coders THEN 1 ELSE 0 END) AS BIGINT) AS by_all
FROM coders
CROSS JOIN asked
LEFT JOIN found ON found.document = coders.document AND found.code = asked.code
GROUP BY asked.code
ORDER BY asked.code
