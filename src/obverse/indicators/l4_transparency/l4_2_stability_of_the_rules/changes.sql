SELECT
    COALESCE(SUM(CASE WHEN dated THEN 1 ELSE 0 END), 0) AS rules,
    COALESCE(SUM(CASE WHEN NOT dated THEN 1 ELSE 0 END), 0) AS undated,
    COALESCE(SUM(CASE WHEN changed THEN 1 ELSE 0 END), 0) AS changes,
    COALESCE(SUM(CASE WHEN changed AND NOT announced THEN 1 ELSE 0 END), 0) AS unannounced,
    COALESCE(SUM(CASE WHEN changed AND announced IS NULL THEN 1 ELSE 0 END), 0) AS unclear,
    COALESCE(SUM(CASE WHEN changed AND notice IS NOT NULL THEN 1 ELSE 0 END), 0) AS with_notice,
    COALESCE(MIN(CASE WHEN changed THEN notice END), 0) AS shortest_notice
FROM selected_rows
WHERE left_out IS NULL
