WITH recipient AS (
    SELECT LOWER(recipient) AS name, MAX(outside) AS outside
    FROM selected_rows
    WHERE left_out IS NULL AND recipient IS NOT NULL
    GROUP BY LOWER(recipient)
)

SELECT outside, COUNT(*) AS recipients
FROM recipient
GROUP BY outside
ORDER BY outside
