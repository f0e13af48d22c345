SELECT
    kind,
    COUNT(*) AS rules,
    CAST(SUM(CASE WHEN published THEN 1 ELSE 0 END) AS BIGINT) AS published,
    CAST(SUM(CASE WHEN NOT published THEN 1 ELSE 0 END) AS BIGINT) AS not_published,
    CAST(SUM(CASE WHEN published IS NULL THEN 1 ELSE 0 END) AS BIGINT) AS unknown
FROM selected_rows
WHERE left_out IS NULL AND measure = 'rule'
GROUP BY kind
ORDER BY kind
