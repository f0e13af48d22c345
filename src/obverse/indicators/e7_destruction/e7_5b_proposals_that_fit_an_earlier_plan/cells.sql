WITH ranked AS (
    -- equal costs and equal support get an equal rank, so that the order of the rows decides nothing
    SELECT
        writer, units, fits_the_plan, accepted, feasible,
        cost IS NOT NULL AS has_cost,
        support IS NOT NULL AS has_support,
        RANK() OVER (PARTITION BY cost IS NULL ORDER BY cost) - 1 AS below_cost,
        RANK() OVER (PARTITION BY support IS NULL ORDER BY support) - 1 AS below_support,
        COUNT(*) OVER (PARTITION BY cost IS NULL) AS with_cost,
        COUNT(*) OVER (PARTITION BY support IS NULL) AS with_support
    FROM selected_rows
    WHERE left_out IS NULL
),
times_classes AS (
    -- thirds leave a part of what cost and support explain: as fine as the number of cases bears
    SELECT
        writer, units, fits_the_plan, accepted, feasible, has_cost, has_support, with_cost, with_support,
        CASE WHEN with_cost >= 600 THEN 10 WHEN with_cost >= 150 THEN 5 ELSE 3 END * below_cost AS below_cost,
        CASE WHEN with_support >= 600 THEN 10 WHEN with_support >= 150 THEN 5 ELSE 3 END * below_support
            AS below_support
    FROM ranked
),
classed AS (
    -- whole numbers: a quotient of decimals has as many places as its engine likes
    SELECT
        writer, units, fits_the_plan, accepted, feasible,
        CASE WHEN has_cost THEN
            CAST((below_cost - below_cost % NULLIF(with_cost, 0)) / NULLIF(with_cost, 0) AS BIGINT)
        ELSE -1 END AS cost_class,
        CASE WHEN has_support THEN
            CAST((below_support - below_support % NULLIF(with_support, 0)) / NULLIF(with_support, 0) AS BIGINT)
        ELSE -1 END AS support_class
    FROM times_classes
),
coded AS (
    -- above a thousand authors some share a number: few enough to hold, as good for the interval
    SELECT
        DENSE_RANK() OVER (ORDER BY cost_class, support_class, feasible NULLS LAST) AS stratum,
        (DENSE_RANK() OVER (ORDER BY writer)) % 1000 AS writer,
        fits_the_plan, accepted, units
    FROM classed
)
SELECT
    stratum,
    writer,
    fits_the_plan AS inside,
    CAST(SUM(accepted * units) AS BIGINT) AS met,
    CAST(SUM(units) AS BIGINT) AS contributions
FROM coded
GROUP BY stratum, writer, fits_the_plan
ORDER BY stratum, writer, inside
