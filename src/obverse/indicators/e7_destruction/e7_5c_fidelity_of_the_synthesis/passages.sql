WITH passage AS (
    SELECT measure, writer, voice, MAX(critical) AS critical
    FROM selected_rows
    WHERE left_out IS NULL AND measure IN ('sample', 'summary') AND critical >= 0
    GROUP BY measure, writer, voice
),
per_writer AS (
    SELECT measure, writer, COUNT(*) AS known, SUM(critical) AS critical
    FROM passage
    GROUP BY measure, writer
)
SELECT
    measure,
    known,
    CAST(critical AS BIGINT) AS critical,
    COUNT(*) AS writers
FROM per_writer
GROUP BY measure, known, per_writer.critical
ORDER BY measure, known, critical
