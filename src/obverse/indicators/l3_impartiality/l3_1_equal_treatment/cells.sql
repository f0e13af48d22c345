WITH outcomes AS (
    SELECT 'moderation' AS outcome, author, units, kind, topic, CAST(0 AS BIGINT) AS third, removed AS met
    FROM selected_rows
    WHERE left_out IS NULL AND removed IS NOT NULL
    UNION ALL
    SELECT 'acceptance' AS outcome, author, units, kind, topic, third, accepted AS met
    FROM selected_rows
    WHERE left_out IS NULL AND accepted IS NOT NULL
    UNION ALL
    SELECT 'answer' AS outcome, author, units, kind, topic, CAST(0 AS BIGINT) AS third, answered AS met
    FROM selected_rows
    WHERE left_out IS NULL AND answered IS NOT NULL
),
per_author AS (
    SELECT
        outcome, author, kind, topic, third,
        SUM(CASE WHEN met THEN units ELSE 0 END) AS met,
        SUM(units) AS contributions
    FROM outcomes
    GROUP BY outcome, author, kind, topic, third
),
coded AS (
    -- above a thousand authors some share a number: few enough to hold, as good for the interval
    SELECT
        outcome,
        author,
        DENSE_RANK() OVER (ORDER BY outcome, kind, topic, third) AS stratum,
        (DENSE_RANK() OVER (ORDER BY author)) % 1000 AS writer,
        met,
        contributions
    FROM per_author
)
SELECT
    coded.outcome,
    actor_attribute.variable,
    actor_attribute.category,
    coded.stratum,
    coded.writer,
    SUM(coded.met) AS met,
    SUM(coded.contributions) AS contributions
FROM coded
INNER JOIN actor_attribute ON actor_attribute.id = coded.author
GROUP BY coded.outcome, actor_attribute.variable, actor_attribute.category, coded.stratum, coded.writer
ORDER BY outcome, variable, category, stratum, writer
