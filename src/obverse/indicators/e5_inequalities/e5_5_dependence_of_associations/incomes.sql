SELECT
    COUNT(*) AS associations,
    COUNT(public_cents) AS known,
    CAST(COALESCE(SUM(income_cents), 0) AS BIGINT) AS income,
    CAST(COALESCE(SUM(CASE WHEN public_cents IS NULL THEN income_cents ELSE 0 END), 0) AS BIGINT) AS unknown_income,
    CAST(COALESCE(SUM(public_cents), 0) AS BIGINT) AS from_the_body,
    CAST(COALESCE(SUM(CASE WHEN 2 * public_cents >= income_cents THEN 1 ELSE 0 END), 0) AS BIGINT) AS half_or_more
FROM selected_rows
WHERE left_out IS NULL AND part = 'income'
