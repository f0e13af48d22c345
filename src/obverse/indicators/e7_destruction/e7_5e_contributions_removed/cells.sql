WITH coded AS (
    -- above a thousand authors some share a number: few enough to hold, as good for the interval
    SELECT
        DENSE_RANK() OVER (ORDER BY kind, topic) AS stratum,
        (DENSE_RANK() OVER (ORDER BY writer)) % 1000 AS writer,
        against_the_plan AS inside,
        removed,
        units
    FROM selected_rows
    WHERE left_out IS NULL AND removed >= 0 AND against_the_plan >= 0
)
SELECT
    stratum,
    writer,
    inside,
    CAST(SUM(removed * units) AS BIGINT) AS met,
    CAST(SUM(units) AS BIGINT) AS contributions
FROM coded
GROUP BY stratum, writer, inside
ORDER BY stratum, writer, inside
