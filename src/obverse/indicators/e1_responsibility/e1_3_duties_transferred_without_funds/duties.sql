WITH line AS (
    SELECT LOWER(TRANSLATE(service, 'Σİ', 'σi')) AS service, MAX(year) AS last_year
    FROM selected_rows
    WHERE left_out IS NULL AND source_table = 'budget_line' AND means = 'co_managed'
    GROUP BY LOWER(TRANSLATE(service, 'Σİ', 'σi'))
)

SELECT
    duty.means AS means,
    duty.statutory AS statutory,
    COUNT(*) AS duties,
    SUM(CASE WHEN duty.statutory_known THEN 1 ELSE 0 END) AS statutory_known,
    COUNT(duty.service) AS service_known,
    SUM(CASE WHEN line.last_year >= COALESCE(duty.year, line.last_year) THEN 1 ELSE 0 END) AS with_line,
    COUNT(duty.cents) AS money_known,
    SUM(COALESCE(duty.cents, 0)) AS cents
FROM selected_rows AS duty
LEFT JOIN line ON line.service = LOWER(TRANSLATE(duty.service, 'Σİ', 'σi'))
WHERE duty.left_out IS NULL AND duty.source_table = 'duty'
GROUP BY duty.means, duty.statutory
ORDER BY means, statutory
