WITH cohort AS (
    SELECT
        service,
        unit,
        MIN(CASE WHEN served_first THEN operator END) AS operator_low,
        MAX(CASE WHEN served_first THEN operator END) AS operator_high,
        MAX(CASE WHEN open_last THEN 1 ELSE 0 END) AS open_last,
        MAX(days_seen_open) AS days_seen_open,
        MIN(days_to_closing) AS days_to_closing,
        MAX(days_observed) AS days_observed
    FROM selected_rows
    WHERE left_out IS NULL AND part = 'site'
    GROUP BY service, unit
),

course AS (
    SELECT
        service,
        CASE WHEN operator_low = operator_high THEN operator_low ELSE 'unknown_operator' END AS operator,
        days_observed,
        CASE
            WHEN days_to_closing IS NOT NULL THEN 'closed'
            WHEN open_last = 1 THEN 'open'
            ELSE 'undated'
        END AS course,
        CASE
            WHEN days_to_closing IS NOT NULL THEN days_to_closing
            WHEN open_last = 1 THEN days_observed
            WHEN days_seen_open > 0 THEN days_seen_open
            ELSE 0
        END AS days
    FROM cohort
    WHERE operator_low IS NOT NULL
)

SELECT service, operator, course, days, days_observed, COUNT(*) AS sites
FROM course
GROUP BY service, operator, course, days, days_observed
ORDER BY service, operator, course, days, days_observed
