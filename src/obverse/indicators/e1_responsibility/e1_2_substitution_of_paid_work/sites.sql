WITH site AS (
    SELECT
        service,
        site,
        MIN(CASE WHEN is_first AND is_open THEN COALESCE(operator, 'unknown_operator') END) AS first_low,
        MAX(CASE WHEN is_first AND is_open THEN COALESCE(operator, 'unknown_operator') END) AS first_high,
        MAX(CASE WHEN (is_first AND NOT is_open) OR opened_later THEN 1 ELSE 0 END) AS first_closed,
        MIN(CASE WHEN is_last AND is_open THEN COALESCE(operator, 'unknown_operator') END) AS last_low,
        MAX(CASE WHEN is_last AND is_open THEN COALESCE(operator, 'unknown_operator') END) AS last_high
    FROM selected_rows
    WHERE left_out IS NULL AND part = 'volume' AND site IS NOT NULL
    GROUP BY service, site
),

taken_on AS (
    SELECT
        service,
        CASE
            WHEN first_low < first_high THEN 'unknown'
            WHEN first_low IN ('public', 'commissioned') THEN 'public'
            WHEN first_low IN ('association', 'volunteers') THEN 'community'
            WHEN first_low IS NULL AND first_closed = 1 THEN 'not_there'
            ELSE 'unknown'
        END AS at_first
    FROM site
    WHERE last_low = last_high AND last_low IN ('association', 'volunteers')
)

SELECT
    service,
    SUM(CASE WHEN at_first = 'public' THEN 1 ELSE 0 END) AS were_public,
    SUM(CASE WHEN at_first = 'not_there' THEN 1 ELSE 0 END) AS were_not_there,
    SUM(CASE WHEN at_first = 'unknown' THEN 1 ELSE 0 END) AS origin_unknown
FROM taken_on
WHERE at_first <> 'community'
GROUP BY service
ORDER BY service
