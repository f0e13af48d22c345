SELECT
    source,
    public_value,
    COUNT(*) AS announced,
    CAST(SUM(CASE WHEN evidence = 'evidenced' THEN 1 ELSE 0 END) AS BIGINT) AS evidenced,
    CAST(SUM(CASE WHEN evidence = 'contradicted' THEN 1 ELSE 0 END) AS BIGINT) AS contradicted,
    CAST(SUM(CASE WHEN evidence = 'untested' THEN 1 ELSE 0 END) AS BIGINT) AS untested,
    CAST(SUM(CASE WHEN evidence = 'unknown' THEN 1 ELSE 0 END) AS BIGINT) AS unknown
FROM selected_rows
WHERE left_out IS NULL
GROUP BY source, public_value
ORDER BY source, public_value
