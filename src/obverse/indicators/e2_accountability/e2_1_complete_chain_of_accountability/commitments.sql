SELECT
    COUNT(*) AS commitments,
    COALESCE(SUM(named), 0) AS named,
    COALESCE(SUM(dated), 0) AS dated
FROM selected_rows
WHERE left_out IS NULL AND source_table = 'commitment'
