WITH found AS (
    SELECT
        criterion,
        document,
        MAX(shows_failure) AS shows_failure,
        MAX(shows_the_contrary) AS shows_the_contrary
    FROM selected_rows
    WHERE left_out IS NULL
    GROUP BY criterion, document
)
SELECT
    criterion,
    COUNT(*) AS documents,
    CAST(SUM(shows_failure) AS BIGINT) AS failing,
    CAST(SUM(shows_the_contrary) AS BIGINT) AS contrary
FROM found
GROUP BY criterion
ORDER BY criterion
