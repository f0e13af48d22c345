SELECT
    COUNT(*) AS duties,
    COALESCE(SUM(CASE WHEN hands = -1 THEN 1 ELSE 0 END), 0) AS unknown,
    COALESCE(SUM(CASE WHEN hands = 0 THEN 1 ELSE 0 END), 0) AS nobody,
    COALESCE(SUM(CASE WHEN hands = 1 THEN 1 ELSE 0 END), 0) AS one,
    COALESCE(SUM(CASE WHEN hands > 1 THEN 1 ELSE 0 END), 0) AS several,
    COALESCE(SUM(CASE WHEN mixed = 1 THEN 1 ELSE 0 END), 0) AS mixed,
    COALESCE(SUM(CASE WHEN mixed = 0 THEN 1 ELSE 0 END), 0) AS one_sector,
    COALESCE(SUM(CASE WHEN mixed = -1 THEN 1 ELSE 0 END), 0) AS sector_unknown
FROM selected_rows
WHERE left_out IS NULL AND source_table = 'duty'
