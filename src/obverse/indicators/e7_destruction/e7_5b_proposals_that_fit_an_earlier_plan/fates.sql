SELECT
    CAST(COALESCE(SUM(CASE WHEN fits_the_plan = 1 THEN accepted * units ELSE 0 END), 0) AS BIGINT) AS planned_accepted,
    CAST(COALESCE(SUM(CASE WHEN fits_the_plan = 1 THEN units ELSE 0 END), 0) AS BIGINT) AS planned,
    CAST(COALESCE(SUM(CASE WHEN fits_the_plan = 0 THEN accepted * units ELSE 0 END), 0) AS BIGINT) AS other_accepted,
    CAST(COALESCE(SUM(CASE WHEN fits_the_plan = 0 THEN units ELSE 0 END), 0) AS BIGINT) AS other
FROM selected_rows
WHERE left_out IS NULL
