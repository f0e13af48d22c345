WITH supported AS (
    SELECT month_number
    FROM selected_rows
    WHERE left_out IS NULL AND part = 'entry' AND supports AND inside AND minutes > 0
    GROUP BY month_number
),
process_months AS (
    SELECT
        MIN(12 * EXTRACT(YEAR FROM start_on) + EXTRACT(MONTH FROM start_on)) AS first_month,
        MIN(
            CASE
                WHEN end_on < as_of THEN 12 * EXTRACT(YEAR FROM end_on) + EXTRACT(MONTH FROM end_on)
                ELSE 12 * EXTRACT(YEAR FROM as_of) + EXTRACT(MONTH FROM as_of)
            END
        ) AS last_month
    FROM process
    WHERE start_on <= as_of
),
counted AS (
    SELECT COUNT(*) AS supported
    FROM supported
)
SELECT
    CAST(MAX(counted.supported) AS BIGINT) AS supported,
    CAST(COALESCE(MAX(process_months.last_month - process_months.first_month + 1), 0) AS BIGINT) AS months
FROM process_months
CROSS JOIN counted
