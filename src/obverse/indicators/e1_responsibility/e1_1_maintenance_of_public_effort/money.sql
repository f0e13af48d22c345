SELECT
    service,
    is_comparison,
    part_level,
    year,
    MIN(years_after) AS years_after,
    COUNT(*) AS entries,
    COUNT(real_cents) AS deflated,
    COUNT(eligible) AS eligible_known,
    SUM(COALESCE(real_cents, 0)) AS real_cents,
    SUM(COALESCE(eligible, 0)) AS eligible
FROM selected_rows
WHERE left_out IS NULL AND part = 'money'
GROUP BY service, is_comparison, part_level, year
ORDER BY service, is_comparison, part_level, year
