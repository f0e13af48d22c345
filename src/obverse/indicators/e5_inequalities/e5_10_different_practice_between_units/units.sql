SELECT
    part,
    service,
    place,
    need,
    CAST(SUM(events) AS BIGINT) AS events,
    CAST(SUM(cases) AS BIGINT) AS cases
FROM selected_rows
WHERE left_out IS NULL
GROUP BY part, service, place, need
ORDER BY part, service, place, need
