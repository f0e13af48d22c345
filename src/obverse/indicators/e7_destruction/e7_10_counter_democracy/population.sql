WITH counted AS (
    SELECT person AS variable, SUM(n) AS people
    FROM selected_rows
    WHERE left_out IS NULL AND source_table = 'reference_population'
    GROUP BY person
)
SELECT CAST(COALESCE(MAX(people), 0) AS BIGINT) AS people
FROM counted
