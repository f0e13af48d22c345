WITH per_decision AS (
    SELECT decision, MAX(CASE WHEN reached IN ('adopted', 'adapted') THEN 1 ELSE 0 END) AS changed
    FROM selected_rows
    WHERE left_out IS NULL AND decision IS NOT NULL
    GROUP BY decision
)

SELECT
    COUNT(*) AS traced,
    COALESCE(SUM(changed), 0) AS changed
FROM per_decision
