SELECT
    COALESCE(taken_by, '') AS taken_by,
    without_mandate,
    overrode_participants,
    is_traced,
    is_advised,
    dropped_advice,
    reasons,
    COUNT(*) AS decisions
FROM selected_rows
WHERE left_out IS NULL AND part = 'decision'
GROUP BY
    COALESCE(taken_by, ''), without_mandate, overrode_participants, is_traced, is_advised, dropped_advice, reasons
ORDER BY taken_by, without_mandate, overrode_participants, is_traced, is_advised, dropped_advice, reasons
