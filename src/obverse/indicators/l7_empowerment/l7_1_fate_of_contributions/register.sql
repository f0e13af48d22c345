SELECT
    COALESCE(SUM(CASE WHEN left_out IS NULL THEN 1 ELSE 0 END), 0) AS inputs,
    COALESCE(SUM(CASE WHEN left_out = 'not_an_input' THEN 1 ELSE 0 END), 0) AS other_matters,
    COALESCE(SUM(CASE WHEN left_out IS NULL THEN decided ELSE 0 END), 0) AS decided,
    COALESCE(SUM(CASE WHEN left_out IS NULL AND fate LIKE 'refused%' THEN 1 ELSE 0 END), 0) AS refused
FROM selected_rows
