SELECT
    CAST(COALESCE(SUM(units), 0) AS BIGINT) AS decided,
    CAST(COALESCE(SUM(CASE WHEN cost IS NOT NULL THEN units ELSE 0 END), 0) AS BIGINT) AS with_cost,
    CAST(COALESCE(SUM(CASE WHEN support IS NOT NULL THEN units ELSE 0 END), 0) AS BIGINT) AS with_support,
    CAST(COALESCE(SUM(CASE WHEN feasible <> 'unknown' THEN units ELSE 0 END), 0) AS BIGINT) AS with_feasible
FROM selected_rows
WHERE left_out IS NULL
