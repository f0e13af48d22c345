WITH usual AS (
    SELECT
        service,
        COALESCE(SUM(CASE WHEN wait_days IS NOT NULL THEN n END), 0) AS waits,
        COALESCE(SUM(wait_days * n), 0) AS days
    FROM selected_rows
    WHERE left_out IS NULL
    GROUP BY service
),

dated AS (
    SELECT
        service,
        declined,
        SUM(CASE WHEN served THEN n ELSE 0 END) AS served,
        SUM(CASE WHEN wait_days IS NOT NULL THEN n ELSE 0 END) AS known
    FROM selected_rows
    WHERE left_out IS NULL AND n > 0
    GROUP BY service, declined
),

kept AS (
    -- where one side's days are missing, its refusals would stand for all of its waits
    SELECT service, MIN(CASE WHEN 5 * known >= 4 * served THEN 1 ELSE 0 END) AS days_kept
    FROM dated
    GROUP BY service
),

judged AS (
    SELECT
        selected_rows.service,
        selected_rows.need_class,
        selected_rows.declined,
        selected_rows.n,
        CASE WHEN selected_rows.served THEN 0 WHEN NOT selected_rows.served THEN 1 ELSE -1 END AS not_served,
        -- refused, or served later than the mean wait; where the days of one side are not known, refused
        CASE
            WHEN selected_rows.still_waiting
                THEN CASE WHEN selected_rows.days_since * usual.waits > usual.days THEN 1 ELSE -1 END
            WHEN usual.waits = 0 OR kept.days_kept = 0 OR NOT selected_rows.served OR selected_rows.served IS NULL
                THEN CASE WHEN selected_rows.served THEN 0 WHEN NOT selected_rows.served THEN 1 ELSE -1 END
            WHEN selected_rows.wait_days IS NULL THEN -1
            WHEN selected_rows.wait_days * usual.waits > usual.days THEN 1
            ELSE 0
        END AS worse
    FROM selected_rows
    LEFT JOIN usual ON usual.service = selected_rows.service
    LEFT JOIN kept ON kept.service = selected_rows.service
    WHERE selected_rows.left_out IS NULL AND selected_rows.n > 0
)

SELECT service, need_class, declined, not_served, worse, CAST(SUM(n) AS BIGINT) AS cases
FROM judged
GROUP BY service, need_class, declined, not_served, worse
ORDER BY service, need_class, declined, not_served, worse
