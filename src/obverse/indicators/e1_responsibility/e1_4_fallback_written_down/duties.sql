WITH document AS (
    SELECT paper
    FROM selected_rows
    WHERE left_out IS NULL AND source_table = 'document'
    GROUP BY paper
)

SELECT
    duty.fallback AS fallback,
    duty.statutory AS statutory,
    COUNT(*) AS duties,
    SUM(CASE WHEN duty.statutory_known THEN 1 ELSE 0 END) AS statutory_known,
    COUNT(duty.fallback_days) AS with_delay,
    COUNT(document.paper) AS on_paper
FROM selected_rows AS duty
LEFT JOIN document ON document.paper = duty.paper
WHERE duty.left_out IS NULL AND duty.source_table = 'duty'
GROUP BY duty.fallback, duty.statutory
ORDER BY fallback, statutory
