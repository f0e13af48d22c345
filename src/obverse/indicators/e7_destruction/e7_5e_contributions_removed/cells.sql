WITH used AS (
    SELECT source_row, kind, topic, writer, against_the_plan, removed, units
    FROM selected_rows
    WHERE left_out IS NULL AND removed >= 0 AND against_the_plan >= 0
),
place AS (
    SELECT kind, topic, ROW_NUMBER() OVER (ORDER BY kind, topic) AS stratum
    FROM used
    GROUP BY kind, topic
),
first AS (
    SELECT writer, MIN(source_row) AS source_row FROM used GROUP BY writer
),
size AS (
    SELECT COUNT(*) AS writers FROM first
),
numbered AS (
    -- the first row of each tells authors apart, without sorting all of a nation's; above a thousand of them some
    -- share a number: few enough to hold, as good for the interval
    SELECT
        first.writer,
        CASE WHEN size.writers > 1000 THEN first.source_row % 1000 ELSE first.source_row END AS number
    FROM first
    CROSS JOIN size
)
SELECT
    place.stratum,
    numbered.number AS writer,
    used.against_the_plan AS inside,
    CAST(SUM(used.removed * used.units) AS BIGINT) AS met,
    CAST(SUM(used.units) AS BIGINT) AS contributions
FROM used
INNER JOIN place ON place.kind = used.kind AND place.topic = used.topic
INNER JOIN numbered ON numbered.writer = used.writer
GROUP BY place.stratum, numbered.number, used.against_the_plan
ORDER BY stratum, writer, inside
