WITH voices AS (
    SELECT measure, topic, voice
    FROM selected_rows
    WHERE left_out IS NULL AND topic IS NOT NULL
    GROUP BY measure, topic, voice
)
SELECT
    topic,
    COUNT(*) FILTER (WHERE measure = 'contribution') AS contributions,
    COUNT(*) FILTER (WHERE measure = 'sample') AS sampled,
    COUNT(*) FILTER (WHERE measure = 'summary') AS summary
FROM voices
GROUP BY topic
ORDER BY topic
