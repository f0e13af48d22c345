SELECT
    service,
    CAST(SUM(n) AS BIGINT) AS cases,
    CAST(SUM(conditional) AS BIGINT) AS conditional,
    CAST(SUM(unjustified) AS BIGINT) AS unjustified,
    CAST(SUM(undecided) AS BIGINT) AS undecided
FROM selected_rows
WHERE left_out IS NULL AND n > 0
GROUP BY service
ORDER BY service
