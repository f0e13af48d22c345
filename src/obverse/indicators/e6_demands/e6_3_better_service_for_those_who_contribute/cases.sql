WITH usual AS (
    SELECT
        service,
        COALESCE(SUM(CASE WHEN wait_days IS NOT NULL THEN n END), 0) AS waits,
        COALESCE(SUM(wait_days * n), 0) AS days,
        COALESCE(SUM(CASE WHEN quality IS NOT NULL THEN n END), 0) AS marks,
        COALESCE(SUM(quality * n), 0) AS quality
    FROM selected_rows
    WHERE left_out IS NULL
    GROUP BY service
),

dated AS (
    SELECT
        service,
        outside,
        SUM(CASE WHEN served THEN n ELSE 0 END) AS served,
        SUM(CASE WHEN wait_days IS NOT NULL THEN n ELSE 0 END) AS known
    FROM selected_rows
    WHERE left_out IS NULL AND n > 0
    GROUP BY service, outside
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
        selected_rows.outside,
        selected_rows.n,
        CASE WHEN selected_rows.served THEN 0 WHEN NOT selected_rows.served THEN 1 END AS not_served,
        -- longer than the mean wait; cases too young to have waited so long say nothing yet
        CASE
            WHEN usual.waits = 0 OR selected_rows.days_since IS NULL THEN NULL
            WHEN kept.days_kept = 0 THEN -1
            WHEN selected_rows.days_since * usual.waits < usual.days THEN NULL
            WHEN NOT selected_rows.served OR selected_rows.still_waiting THEN 1
            WHEN selected_rows.wait_days * usual.waits > usual.days THEN 1
            WHEN selected_rows.wait_days * usual.waits <= usual.days THEN 0
        END AS waited_longer,
        CASE
            WHEN selected_rows.quality * usual.marks < usual.quality THEN 1
            WHEN selected_rows.quality * usual.marks >= usual.quality THEN 0
        END AS lower_quality
    FROM selected_rows
    LEFT JOIN usual ON usual.service = selected_rows.service
    LEFT JOIN kept ON kept.service = selected_rows.service
    WHERE selected_rows.left_out IS NULL AND selected_rows.n > 0
),

outcomes AS (
    SELECT 'not_served' AS measure, service, need_class, outside, not_served AS worse, n FROM judged
    UNION ALL
    SELECT 'waited_longer' AS measure, service, need_class, outside, waited_longer AS worse, n FROM judged
    UNION ALL
    SELECT 'lower_quality' AS measure, service, need_class, outside, lower_quality AS worse, n FROM judged
)

SELECT
    measure,
    service,
    need_class,
    need_class >= 0 AS need_known,
    outside,
    worse,
    CAST(SUM(n) AS BIGINT) AS cases
FROM outcomes
WHERE worse IS NOT NULL
GROUP BY measure, service, need_class, outside, worse
ORDER BY measure, service, need_class, outside, worse
