SELECT
    COALESCE(CAST(SUM(n) AS BIGINT), 0) AS asked,
    COALESCE(CAST(SUM(CASE WHEN outcome = 'refused' THEN n ELSE 0 END) AS BIGINT), 0) AS refused,
    COALESCE(CAST(SUM(CASE WHEN rule_was = 'not_published' THEN n ELSE 0 END) AS BIGINT), 0) AS not_published,
    COALESCE(CAST(SUM(CASE WHEN rule_was = 'uncited' THEN n ELSE 0 END) AS BIGINT), 0) AS uncited,
    COALESCE(CAST(SUM(CASE WHEN rule_was = 'unknown' THEN n ELSE 0 END) AS BIGINT), 0) AS unclear
FROM selected_rows
WHERE left_out IS NULL AND measure = 'request'
