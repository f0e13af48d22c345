SELECT
    COALESCE(SUM(CASE WHEN known_irreversible AND days_early > 0 THEN 1 ELSE 0 END), 0) AS before_close,
    COALESCE(SUM(CASE WHEN known_irreversible AND days_early <= 0 THEN 1 ELSE 0 END), 0) AS after_close,
    COALESCE(SUM(CASE WHEN days_early IS NULL OR (NOT known_irreversible AND days_early > 0) THEN 1 ELSE 0 END), 0)
        AS perhaps_before,
    COALESCE(SUM(CASE WHEN NOT known_irreversible AND days_early <= 0 THEN 1 ELSE 0 END), 0) AS perhaps_counted,
    COALESCE(MAX(CASE WHEN known_irreversible AND days_early > 0 THEN days_early ELSE 0 END), 0) AS most_days_early
FROM selected_rows
WHERE left_out IS NULL
