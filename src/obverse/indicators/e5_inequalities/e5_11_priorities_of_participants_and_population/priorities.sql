WITH best AS (
    SELECT kind, respondent, MAX(degree) AS degree
    FROM selected_rows
    WHERE left_out IS NULL
    GROUP BY kind, respondent
),
top AS (
    SELECT
        answer.kind,
        answer.side,
        answer.unit,
        answer.respondent,
        answer.topic,
        answer.mass,
        COUNT(*) OVER (PARTITION BY answer.kind, answer.respondent) AS ties
    FROM selected_rows AS answer
    INNER JOIN best
        ON best.kind = answer.kind AND best.respondent = answer.respondent AND best.degree = answer.degree
    WHERE answer.left_out IS NULL AND answer.degree > 0
)
SELECT
    kind,
    side,
    topic,
    unit,
    -- people who put several things first count for each of them by a part
    CAST(SUM(CAST(ROUND(1000 / NULLIF(ties, 0)) AS BIGINT) * mass) AS BIGINT) AS weight
FROM top
GROUP BY kind, side, topic, unit
ORDER BY kind, side, topic, unit
