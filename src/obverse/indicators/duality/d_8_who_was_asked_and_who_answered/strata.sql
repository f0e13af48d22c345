SELECT
    side,
    stratum,
    COALESCE(role, '') AS role,
    frame,
    interviewed,
    -- -1 stands for "not known"
    COALESCE(eligible, -1) AS eligible,
    COALESCE(invited, 0) AS invited,
    COALESCE(answered, -1) AS answered,
    COALESCE(broke_off, -1) AS broke_off
FROM selected_rows
WHERE left_out IS NULL AND kind = 'stratum'
ORDER BY side, stratum, role
