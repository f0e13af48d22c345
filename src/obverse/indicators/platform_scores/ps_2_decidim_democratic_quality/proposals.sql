SELECT
    CAST(COALESCE(SUM(n), 0) AS BIGINT) AS proposals,
    CAST(COALESCE(SUM(accepted), 0) AS BIGINT) AS accepted,
    CAST(COALESCE(SUM(from_citizens), 0) AS BIGINT) AS from_citizens,
    CAST(COALESCE(SUM(accepted_from_citizens), 0) AS BIGINT) AS accepted_from_citizens,
    CAST(COALESCE(SUM(answered), 0) AS BIGINT) AS answered
FROM selected_rows
WHERE left_out IS NULL
