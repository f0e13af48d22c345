WITH given AS (
    SELECT
        concerned,
        CAST(SUM(minutes) AS BIGINT) AS minutes,
        CAST(SUM(cents) AS BIGINT) AS cents
    FROM selected_rows
    WHERE left_out IS NULL AND part = 'entry' AND supports
    GROUP BY concerned
)
SELECT
    named.concerned,
    named.label,
    COALESCE(named.people, -1) AS people,
    COALESCE(named.fewest, named.people, -1) AS fewest,
    COALESCE(named.most, named.people, -1) AS most,
    CASE WHEN named.strongly THEN 1 ELSE 0 END AS strongly,
    COALESCE(given.minutes, 0) AS minutes,
    COALESCE(given.cents, 0) AS cents
FROM selected_rows AS named
LEFT JOIN given ON given.concerned = named.concerned
WHERE named.left_out IS NULL AND named.part = 'group'
ORDER BY named.concerned
