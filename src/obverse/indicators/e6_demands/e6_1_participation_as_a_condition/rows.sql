SELECT
    'access_case' AS source_table,
    access_case.row_in_file AS source_row,
    CASE
        WHEN access_case.asked_on > process.as_of THEN 'after_audit'
        WHEN access_case.condition_stated IS NULL THEN 'condition_not_noted'
    END AS left_out,
    access_case.service AS service,
    access_case.n AS n,
    CASE WHEN access_case.condition_stated THEN access_case.n ELSE 0 END AS conditional,
    CASE WHEN access_case.condition_stated AND NOT access_case.justified THEN access_case.n ELSE 0 END AS unjustified,
    CASE WHEN access_case.condition_stated AND access_case.justified IS NULL THEN access_case.n ELSE 0 END AS undecided
FROM access_case
CROSS JOIN process
