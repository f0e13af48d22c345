WITH person AS (
    SELECT
        respondent,
        side,
        MAX(CASE WHEN moment = 'first' THEN 1 ELSE 0 END) AS at_first,
        MAX(CASE WHEN moment = 'last' THEN 1 ELSE 0 END) AS at_last
    FROM selected_rows
    WHERE left_out IS NULL
    GROUP BY respondent, side
)

SELECT
    side,
    CAST(SUM(at_first) AS BIGINT) AS at_first,
    CAST(SUM(at_last) AS BIGINT) AS at_last,
    CAST(SUM(at_first * at_last) AS BIGINT) AS twice
FROM person
GROUP BY side
ORDER BY side
