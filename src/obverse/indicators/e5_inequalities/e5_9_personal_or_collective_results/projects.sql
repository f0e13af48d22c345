WITH project AS (
    SELECT
        era,
        project,
        COUNT(*) AS outputs,
        CAST(SUM(CASE WHEN kind = 'individual' THEN 1 ELSE 0 END) AS BIGINT) AS individual
    FROM selected_rows
    WHERE left_out IS NULL AND era <> 'undated' AND kind <> 'unknown'
    GROUP BY era, project
)
SELECT
    era,
    outputs,
    individual,
    COUNT(*) AS projects
FROM project
GROUP BY era, outputs, individual
ORDER BY era, outputs, individual
