SELECT
    'data_use' AS source_table,
    data_use.row_in_file AS source_row,
    CASE WHEN data_use.recorded_on > process.as_of THEN 'after_audit' END AS left_out,
    data_use.id AS entry,
    data_use.recipient,
    CASE WHEN data_use.within_notice THEN 0 WHEN NOT data_use.within_notice THEN 1 ELSE -1 END AS outside,
    -- only where the end of the time of keeping has passed; -1 where nobody noted whether they were deleted
    CASE
        WHEN data_use.retention_end IS NULL THEN -2
        WHEN data_use.retention_end > process.as_of THEN -3
        WHEN data_use.deleted_on IS NULL THEN -1
        WHEN data_use.deleted_on > data_use.retention_end THEN 1
        ELSE 0
    END AS overrun,
    CASE
        WHEN data_use.deleted_on > data_use.retention_end
            THEN days_between(
                data_use.retention_end,
                CASE WHEN data_use.deleted_on > process.as_of THEN process.as_of ELSE data_use.deleted_on END
            )
        ELSE 0
    END AS overrun_days
FROM data_use
CROSS JOIN process
