SELECT
    'mitigation' AS source_table,
    mitigation.row_in_file AS source_row,
    CASE WHEN mitigation.recorded_on > process.as_of THEN 'after_audit' END AS left_out,
    mitigation.id AS measure,
    mitigation.indicator AS indicator,
    CASE WHEN mitigation.owner IS NULL THEN 0 ELSE 1 END AS has_owner,
    CASE WHEN mitigation.start_on IS NULL THEN 0 ELSE 1 END AS has_start,
    CASE WHEN mitigation.expected_direction IS NULL OR mitigation.expected_change IS NULL THEN 0 ELSE 1 END
        AS has_expected_change,
    CASE WHEN mitigation.lag_days IS NULL THEN 0 ELSE 1 END AS has_lag,
    CASE WHEN mitigation.displacement_indicator IS NULL THEN 0 ELSE 1 END AS has_displacement,
    CASE WHEN mitigation.stop_rule IS NULL THEN 0 ELSE 1 END AS has_stop_rule,
    CASE WHEN mitigation.baseline IS NULL THEN 0 ELSE 1 END AS has_baseline,
    CASE
        WHEN mitigation.recorded_on IS NULL OR mitigation.start_on IS NULL THEN -1
        WHEN mitigation.recorded_on <= mitigation.start_on THEN 1
        ELSE 0
    END AS written_before,
    CASE
        WHEN mitigation.start_on IS NULL OR mitigation.lag_days IS NULL THEN -1
        WHEN days_between(mitigation.start_on, process.as_of) >= mitigation.lag_days THEN 1
        ELSE 0
    END AS is_due,
    CASE WHEN mitigation.outcome IS NULL THEN 0 ELSE 1 END AS has_outcome,
    CASE
        WHEN mitigation.outcome IS NULL OR mitigation.baseline IS NULL OR mitigation.expected_change IS NULL
            OR mitigation.expected_change = 0 OR mitigation.expected_direction IS NULL
            THEN 0
        ELSE 1
    END AS can_compare,
    COALESCE(
        (mitigation.outcome - mitigation.baseline) / NULLIF(ABS(mitigation.expected_change), 0)
        * CASE mitigation.expected_direction WHEN 'up' THEN 1 WHEN 'down' THEN -1 END,
        0.0
    ) AS part_of_expected
FROM mitigation
CROSS JOIN process
