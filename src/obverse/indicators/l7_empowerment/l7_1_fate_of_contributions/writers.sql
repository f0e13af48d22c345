WITH per_writer AS (
    SELECT
        writer,
        SUM(CASE WHEN fate = 'adopted' THEN units ELSE 0 END) AS adopted,
        SUM(CASE WHEN fate = 'partly' THEN units ELSE 0 END) AS partly,
        SUM(CASE WHEN fate = 'deferred' THEN units ELSE 0 END) AS deferred,
        SUM(CASE WHEN fate = 'refused_with_reasons' THEN units ELSE 0 END) AS refused_with_reasons,
        SUM(CASE WHEN fate = 'refused_without_reasons' THEN units ELSE 0 END) AS refused_without_reasons,
        SUM(CASE WHEN fate = 'refused' THEN units ELSE 0 END) AS refused,
        SUM(CASE WHEN fate = 'unanswered' THEN units ELSE 0 END) AS unanswered,
        SUM(CASE WHEN fate = 'withdrawn' THEN units ELSE 0 END) AS withdrawn,
        SUM(CASE WHEN fate = 'moderated_out' THEN units ELSE 0 END) AS moderated_out,
        SUM(CASE WHEN fate = 'unknown' THEN units ELSE 0 END) AS unknown
    FROM selected_rows
    WHERE left_out IS NULL
    GROUP BY writer
)
SELECT
    adopted, partly, deferred, refused_with_reasons, refused_without_reasons, refused,
    unanswered, withdrawn, moderated_out, unknown,
    COUNT(*) AS writers
FROM per_writer
GROUP BY
    adopted, partly, deferred, refused_with_reasons, refused_without_reasons, refused,
    unanswered, withdrawn, moderated_out, unknown
ORDER BY
    adopted, partly, deferred, refused_with_reasons, refused_without_reasons, refused,
    unanswered, withdrawn, moderated_out, unknown
