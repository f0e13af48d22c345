WITH site AS (
    SELECT
        service,
        site,
        MIN(CASE WHEN is_first AND is_open THEN COALESCE(operator, 'unknown_operator') END) AS first_low,
        MAX(CASE WHEN is_first AND is_open THEN COALESCE(operator, 'unknown_operator') END) AS first_high,
        MAX(CASE WHEN (is_first AND NOT is_open) OR opened_later THEN 1 ELSE 0 END) AS first_closed,
        MIN(CASE WHEN is_last AND is_open THEN COALESCE(operator, 'unknown_operator') END) AS last_low,
        MAX(CASE WHEN is_last AND is_open THEN COALESCE(operator, 'unknown_operator') END) AS last_high,
        MAX(CASE WHEN (is_last AND NOT is_open) OR has_closed THEN 1 ELSE 0 END) AS last_closed,
        MAX(CASE WHEN is_first THEN 1 ELSE 0 END) AS first_recorded,
        MAX(CASE WHEN is_last THEN 1 ELSE 0 END) AS last_recorded
    FROM selected_rows
    WHERE left_out IS NULL AND part = 'volume' AND site IS NOT NULL AND NOT is_comparison
    GROUP BY service, site
),

course AS (
    SELECT
        service,
        first_recorded,
        last_recorded,
        CASE
            WHEN first_low < first_high THEN 'unknown'
            WHEN first_low IN ('public', 'commissioned') THEN 'public'
            WHEN first_low = 'unknown_operator' THEN 'unknown'
            WHEN first_low IS NOT NULL THEN 'other'
            WHEN first_closed = 1 THEN 'closed'
            ELSE 'absent'
        END AS at_first,
        CASE
            WHEN last_low < last_high THEN 'unknown'
            WHEN last_low IN ('public', 'commissioned') THEN 'public'
            WHEN last_low = 'unknown_operator' THEN 'unknown'
            WHEN last_low IS NOT NULL THEN 'other'
            WHEN last_closed = 1 THEN 'closed'
            ELSE 'absent'
        END AS at_last
    FROM site
)

SELECT
    service,
    SUM(CASE WHEN at_first = 'public' THEN 1 ELSE 0 END) AS before,
    SUM(CASE WHEN at_first = 'unknown' OR (at_first = 'absent' AND at_last = 'public') THEN 1 ELSE 0 END)
        AS maybe_before,
    SUM(CASE WHEN at_last = 'public' THEN 1 ELSE 0 END) AS now,
    SUM(CASE WHEN at_last = 'unknown' OR (at_last = 'absent' AND at_first IN ('public', 'unknown')) THEN 1 ELSE 0 END)
        AS maybe_now,
    SUM(first_recorded) AS first_recorded,
    SUM(last_recorded) AS last_recorded
FROM course
GROUP BY service
ORDER BY service
