WITH arrival AS (
    -- hours since a Monday
    SELECT
        24 * days_between(DATE '2020-01-06', CAST(first_online_at AS DATE))
            + CAST(EXTRACT(HOUR FROM first_online_at) AS BIGINT) AS hour,
        CASE
            WHEN first_online_at = CAST(CAST(first_online_at AS DATE) AS TIMESTAMP) THEN 1
            ELSE 0
        END AS midnight
    FROM voter
    WHERE with_value > 0 AND first_online_at IS NOT NULL
)
SELECT hour, COUNT(*) AS arrived, SUM(midnight) AS midnight
FROM arrival
GROUP BY hour
ORDER BY hour
