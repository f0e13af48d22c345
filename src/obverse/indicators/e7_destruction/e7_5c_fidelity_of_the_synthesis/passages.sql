WITH passages AS (
    SELECT measure, voice, MAX(critical) AS critical
    FROM selected_rows
    WHERE left_out IS NULL AND measure IN ('sample', 'summary') AND critical >= 0
    GROUP BY measure, voice
)
SELECT
    COUNT(*) FILTER (WHERE measure = 'sample' AND critical = 1) AS sample_critical,
    COUNT(*) FILTER (WHERE measure = 'sample') AS sample_known,
    COUNT(*) FILTER (WHERE measure = 'summary' AND critical = 1) AS summary_critical,
    COUNT(*) FILTER (WHERE measure = 'summary') AS summary_known
FROM passages
