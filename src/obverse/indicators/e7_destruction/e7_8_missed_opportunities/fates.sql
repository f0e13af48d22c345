SELECT
    CAST(COALESCE(SUM(CASE WHEN judged_feasible = 1 AND fate = 'missed' THEN units ELSE 0 END), 0) AS BIGINT) AS missed,
    CAST(COALESCE(SUM(CASE WHEN judged_feasible = 1 AND fate = 'decided' THEN units ELSE 0 END), 0) AS BIGINT) AS decided,
    CAST(COALESCE(SUM(CASE WHEN judged_feasible = 1 AND fate = 'unknown' THEN units ELSE 0 END), 0) AS BIGINT) AS unknown,
    CAST(COALESCE(SUM(CASE WHEN judged_feasible = 0 THEN units ELSE 0 END), 0) AS BIGINT) AS not_judged,
    CAST(COALESCE(SUM(units), 0) AS BIGINT) AS supported
FROM selected_rows
WHERE left_out IS NULL
