-- several of one kind on one day are one occasion: a campaign is not as many voices as it has letters
SELECT
    kind,
    from_start
FROM selected_rows
WHERE left_out IS NULL AND part = 'voice' AND from_start IS NOT NULL
GROUP BY kind, from_start
ORDER BY kind, from_start
