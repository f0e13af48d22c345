WITH person AS (
    SELECT
        person,
        MAX(CASE WHEN half = 1 THEN 1 ELSE 0 END) AS first_half,
        MAX(CASE WHEN half = 2 THEN 1 ELSE 0 END) AS second_half
    FROM selected_rows
    WHERE left_out IS NULL AND source_table = 'participation'
    GROUP BY person
)
SELECT
    CAST(COALESCE(SUM(first_half), 0) AS BIGINT) AS first_half,
    CAST(COALESCE(SUM(second_half), 0) AS BIGINT) AS second_half
FROM person
