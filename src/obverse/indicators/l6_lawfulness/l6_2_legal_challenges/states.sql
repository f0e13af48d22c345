SELECT
    part,
    state,
    CAST(SUM(CASE WHEN left_out IS NULL THEN units ELSE 0 END) AS BIGINT) AS units,
    COUNT(*) AS entries
FROM selected_rows
GROUP BY part, state
ORDER BY part, state
