SELECT
    "day",
    SUM(CASE WHEN ending = 'answered' AND reasoned THEN units ELSE 0 END) AS reasoned,
    SUM(CASE WHEN ending = 'answered' AND NOT reasoned THEN units ELSE 0 END) AS bare,
    SUM(CASE WHEN ending = 'answered' AND reasoned IS NULL THEN units ELSE 0 END) AS unclear,
    SUM(CASE WHEN ending = 'set_aside' THEN units ELSE 0 END) AS set_aside,
    SUM(CASE WHEN ending = 'open' THEN units ELSE 0 END) AS still_open,
    SUM(CASE WHEN ending = 'undated' THEN units ELSE 0 END) AS undated
FROM selected_rows
WHERE left_out IS NULL AND source_table = 'contribution' AND ending IS NOT NULL
GROUP BY "day"
ORDER BY "day"
