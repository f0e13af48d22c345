SELECT
    role,
    CAST(SUM(COALESCE(invited, 0)) AS BIGINT) AS asked,
    MAX(interviewed) AS interviewed
FROM selected_rows
WHERE left_out IS NULL AND kind IN ('party', 'stratum') AND role IS NOT NULL
GROUP BY role
ORDER BY asked, role
