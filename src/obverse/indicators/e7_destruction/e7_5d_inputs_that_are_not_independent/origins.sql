WITH by_person AS (
    SELECT origin, person, COUNT(*) AS votes
    FROM selected_rows
    WHERE left_out IS NULL AND measure = 'vote' AND origin IS NOT NULL
    GROUP BY origin, person
),
by_origin AS (
    SELECT origin, COUNT(*) AS people, SUM(votes) AS votes
    FROM by_person
    GROUP BY origin
),
unknown AS (
    SELECT COUNT(*) AS votes
    FROM selected_rows
    WHERE left_out IS NULL AND measure = 'vote' AND origin IS NULL
)
SELECT
    COALESCE(SUM(CASE WHEN by_origin.people > 5 THEN by_origin.votes ELSE 0 END), 0) AS shared,
    COALESCE(SUM(CASE WHEN by_origin.people <= 5 THEN by_origin.votes ELSE 0 END), 0) AS own,
    COALESCE(MAX(unknown.votes), 0) AS unknown
FROM unknown
LEFT JOIN by_origin ON by_origin.votes > 0
