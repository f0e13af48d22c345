SELECT
    'complaint' AS source_table,
    complaint.row_in_file AS source_row,
    CASE
        WHEN CAST(complaint.at AS DATE) > process.as_of THEN 'after_audit'
        WHEN complaint.kind NOT IN ('redress', 'judgement') THEN 'other_kind'
        WHEN CAST(complaint.resolved_at AS DATE) < CAST(complaint.at AS DATE) THEN 'dates_reversed'
    END AS left_out,
    complaint.n AS n,
    complaint.admissible AS admissible,
    complaint.referred AS referred,
    complaint.upheld AS upheld,
    duty.redress AS route,
    -- one whose outcome is noted without a day is settled, on a day that nobody knows
    CASE
        WHEN complaint.resolved_at IS NULL THEN complaint.upheld IS NOT NULL
        ELSE CAST(complaint.resolved_at AS DATE) <= process.as_of
    END AS settled,
    complaint.resolved_at IS NOT NULL AS dated,
    CASE
        WHEN CAST(complaint.resolved_at AS DATE) <= process.as_of
            THEN days_between(CAST(complaint.at AS DATE), CAST(complaint.resolved_at AS DATE))
        ELSE days_between(CAST(complaint.at AS DATE), process.as_of)
    END AS days,
    days_between(DATE '1970-01-01', CAST(complaint.at AS DATE)) AS from_day,
    CAST(NULL AS BIGINT) AS until_day,
    CAST(NULL AS STRING) AS service,
    CAST(NULL AS BIGINT) AS part_level,
    CAST(NULL AS BIGINT) AS volume
FROM complaint
CROSS JOIN process
LEFT JOIN duty ON duty.id = complaint.duty

UNION ALL

SELECT
    'service_volume' AS source_table,
    row_in_file AS source_row,
    CASE
        WHEN comes_later THEN 'after_audit'
        WHEN comparison THEN 'comparison'
        WHEN volume IS NULL OR period_end IS NULL THEN 'no_volume'
    END AS left_out,
    1 AS n,
    CAST(NULL AS BOOLEAN) AS admissible,
    CAST(NULL AS BIGINT) AS referred,
    CAST(NULL AS BOOLEAN) AS upheld,
    CAST(NULL AS BOOLEAN) AS route,
    FALSE AS settled,
    FALSE AS dated,
    CAST(NULL AS BIGINT) AS days,
    days_between(DATE '1970-01-01', period_start) AS from_day,
    days_between(DATE '1970-01-01', period_end) AS until_day,
    service,
    part_level,
    CAST(ROUND(volume) AS BIGINT) AS volume
FROM service_period
