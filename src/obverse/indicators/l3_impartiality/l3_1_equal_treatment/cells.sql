WITH outcomes AS (
    SELECT 'moderation' AS outcome, author, units, kind, topic, CAST(0 AS BIGINT) AS third, removed AS met
    FROM selected_rows
    WHERE left_out IS NULL AND removed IS NOT NULL
    UNION ALL
    SELECT 'acceptance' AS outcome, author, units, kind, topic, CAST(third AS BIGINT) AS third, accepted AS met
    FROM selected_rows
    WHERE left_out IS NULL AND accepted IS NOT NULL
    UNION ALL
    SELECT 'answer' AS outcome, author, units, kind, topic, CAST(0 AS BIGINT) AS third, answered AS met
    FROM selected_rows
    WHERE left_out IS NULL AND answered IS NOT NULL
),
place AS (
    SELECT
        outcome, kind, topic, third,
        ROW_NUMBER() OVER (ORDER BY outcome, kind, topic, third) AS stratum
    FROM outcomes
    GROUP BY outcome, kind, topic, third
),
first AS (
    SELECT author, MIN(source_row) AS source_row
    FROM selected_rows
    WHERE left_out IS NULL AND author IS NOT NULL
    GROUP BY author
),
size AS (
    SELECT COUNT(*) AS authors FROM first
),
numbered AS (
    -- the first row of each tells authors apart, without sorting all of a nation's; above a thousand of them some
    -- share a number: few enough to hold, as good for the interval
    SELECT
        first.author,
        CASE WHEN size.authors > 1000 THEN first.source_row % 1000 ELSE first.source_row END AS writer
    FROM first
    CROSS JOIN size
),
side AS (
    -- lines are grouped and sorted by whole numbers; the words come back at the end
    SELECT variable, category, ROW_NUMBER() OVER (ORDER BY variable, category) AS side
    FROM actor_attribute
    GROUP BY variable, category
),
belongs AS (
    SELECT numbered.author, numbered.writer, side.side
    FROM actor_attribute
    INNER JOIN numbered ON numbered.author = actor_attribute.id
    INNER JOIN side ON side.variable = actor_attribute.variable AND side.category = actor_attribute.category
),
per_author AS (
    SELECT place.stratum, outcomes.author, outcomes.units, CASE WHEN outcomes.met THEN outcomes.units ELSE 0 END AS met
    FROM outcomes
    INNER JOIN place
        ON place.outcome = outcomes.outcome
        AND place.kind = outcomes.kind
        AND place.topic = outcomes.topic
        AND place.third = outcomes.third
),
coded AS (
    SELECT
        per_author.stratum,
        belongs.writer,
        belongs.side,
        CAST(SUM(per_author.met) AS BIGINT) AS met,
        CAST(SUM(per_author.units) AS BIGINT) AS contributions
    FROM per_author
    INNER JOIN belongs ON belongs.author = per_author.author
    GROUP BY per_author.stratum, belongs.writer, belongs.side
)
SELECT
    place.outcome,
    side.variable,
    side.category,
    coded.stratum,
    coded.writer,
    coded.met,
    coded.contributions
FROM coded
INNER JOIN place ON place.stratum = coded.stratum
INNER JOIN side ON side.side = coded.side
ORDER BY outcome, variable, category, stratum, writer
