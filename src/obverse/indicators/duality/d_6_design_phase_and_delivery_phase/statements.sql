WITH statement AS (
    -- one statement on one value in one phase, whoever coded it
    SELECT
        document,
        phase,
        COUNT(*) AS coders,
        SUM(weakened) AS weakened,
        SUM(strengthened) AS strengthened
    FROM selected_rows
    WHERE left_out IS NULL
    GROUP BY document, passage, code, phase
)
SELECT
    phase,
    DENSE_RANK() OVER (ORDER BY document) AS document,
    COUNT(*) AS statements,
    CAST(SUM(CASE WHEN 2 * weakened >= coders THEN 1 ELSE 0 END) AS BIGINT) AS weakened,
    CAST(SUM(CASE WHEN weakened = coders THEN 1 ELSE 0 END) AS BIGINT) AS weakened_by_all,
    CAST(SUM(CASE WHEN weakened > 0 THEN 1 ELSE 0 END) AS BIGINT) AS weakened_by_any,
    CAST(SUM(CASE WHEN 2 * strengthened >= coders THEN 1 ELSE 0 END) AS BIGINT) AS strengthened,
    CAST(SUM(CASE WHEN strengthened = coders THEN 1 ELSE 0 END) AS BIGINT) AS strengthened_by_all,
    CAST(SUM(CASE WHEN strengthened > 0 THEN 1 ELSE 0 END) AS BIGINT) AS strengthened_by_any
FROM statement
GROUP BY phase, statement.document
ORDER BY phase, document
