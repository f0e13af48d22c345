WITH recipient AS (
    SELECT LOWER(TRANSLATE(recipient, 'Σİ', 'σi')) AS name, MAX(outside) AS outside
    FROM selected_rows
    WHERE left_out IS NULL AND recipient IS NOT NULL
    GROUP BY LOWER(TRANSLATE(recipient, 'Σİ', 'σi'))
)

SELECT outside, COUNT(*) AS recipients
FROM recipient
GROUP BY outside
ORDER BY outside
