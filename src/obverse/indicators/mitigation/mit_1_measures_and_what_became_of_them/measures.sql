SELECT
    measure,
    indicator,
    has_owner,
    has_start,
    has_expected_change,
    has_lag,
    has_displacement,
    has_stop_rule,
    has_baseline,
    written_before,
    is_due,
    has_outcome,
    can_compare,
    part_of_expected
FROM selected_rows
WHERE left_out IS NULL
ORDER BY measure
