WITH by_day AS (
    SELECT
        kind,
        quarter,
        half,
        on_day,
        SUM(n) AS events
    FROM selected_rows
    WHERE left_out IS NULL AND source_table = 'complaint'
    GROUP BY kind, quarter, half, on_day
)
SELECT
    kind,
    quarter,
    half,
    CAST(SUM(events) AS BIGINT) AS events,
    -- several of one kind on one day are one occasion: a campaign is not as many acts as it has letters
    COUNT(*) AS occasions
FROM by_day
GROUP BY kind, quarter, half
ORDER BY kind, quarter, half
