WITH known AS (
    SELECT id, staff_or_test FROM actor WHERE staff_or_test IS NOT NULL
)
SELECT
    CAST(COALESCE(SUM(CASE WHEN known.staff_or_test THEN voter.with_value ELSE 0 END), 0) AS BIGINT) AS barred,
    CAST(COALESCE(SUM(CASE WHEN NOT known.staff_or_test THEN voter.with_value ELSE 0 END), 0) AS BIGINT) AS allowed,
    CAST(COALESCE(SUM(CASE WHEN known.id IS NULL THEN voter.with_value ELSE 0 END), 0) AS BIGINT) AS unknown
FROM voter
LEFT JOIN known ON known.id = voter.actor
