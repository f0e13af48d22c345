WITH site AS (
    SELECT
        service,
        site,
        MIN(CASE WHEN is_first AND is_open THEN COALESCE(operator, 'unknown_operator') END) AS first_low,
        MAX(CASE WHEN is_first AND is_open THEN COALESCE(operator, 'unknown_operator') END) AS first_high,
        MIN(CASE WHEN is_last AND is_open THEN COALESCE(operator, 'unknown_operator') END) AS last_low,
        MAX(CASE WHEN is_last AND is_open THEN COALESCE(operator, 'unknown_operator') END) AS last_high,
        MAX(CASE WHEN (is_last AND NOT is_open) OR has_closed THEN 1 ELSE 0 END) AS last_closed
    FROM selected_rows
    WHERE left_out IS NULL AND site IS NOT NULL
    GROUP BY service, site
),

course AS (
    SELECT
        service,
        CASE WHEN first_low < first_high THEN 'unknown_operator' ELSE first_low END AS at_first,
        CASE
            WHEN last_low < last_high THEN 'unknown_operator'
            WHEN last_low IS NOT NULL THEN last_low
            WHEN last_closed = 1 THEN 'closed'
            ELSE 'absent'
        END AS at_last
    FROM site
    WHERE first_low IS NOT NULL
)

SELECT service, at_first, at_last, COUNT(*) AS sites
FROM course
GROUP BY service, at_first, at_last
ORDER BY service, at_first, at_last
