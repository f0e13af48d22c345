WITH per_writer AS (
    SELECT
        kind,
        topic,
        writer,
        against_the_plan AS inside,
        SUM(removed * units) AS met,
        SUM(units) AS contributions
    FROM selected_rows
    WHERE left_out IS NULL AND removed >= 0 AND against_the_plan >= 0
    GROUP BY kind, topic, writer, against_the_plan
),
coded AS (
    -- above a thousand authors some share a number: few enough to hold, as good for the interval
    SELECT
        DENSE_RANK() OVER (ORDER BY kind, topic) AS stratum,
        (DENSE_RANK() OVER (ORDER BY writer)) % 1000 AS writer,
        inside,
        met,
        contributions
    FROM per_writer
)
SELECT
    stratum,
    writer,
    inside,
    CAST(SUM(met) AS BIGINT) AS met,
    CAST(SUM(contributions) AS BIGINT) AS contributions
FROM coded
GROUP BY stratum, writer, inside
ORDER BY stratum, writer, inside
