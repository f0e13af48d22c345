SELECT
    years_after,
    COUNT(*) AS entries,
    COUNT(real_cents) AS deflated,
    CAST(SUM(cents) AS BIGINT) AS cents,
    CAST(SUM(COALESCE(real_cents, 0)) AS BIGINT) AS real_cents
FROM selected_rows
WHERE left_out IS NULL AND part = 'money' AND years_after BETWEEN 0 AND 2
GROUP BY years_after
ORDER BY years_after
