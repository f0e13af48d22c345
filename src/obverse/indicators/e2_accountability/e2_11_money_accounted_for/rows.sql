SELECT
    'budget_line' AS source_table,
    budget_line.row_in_file AS source_row,
    CASE
        WHEN NOT budget_line.co_managed THEN 'not_co_managed'
        WHEN budget_line.co_managed IS NULL THEN 'co_management_unknown'
        WHEN budget_line.year > EXTRACT(YEAR FROM process.as_of) THEN 'after_audit'
    END AS left_out,
    budget_line.service AS service,
    CAST(budget_line.year AS BIGINT) AS year,
    -- on the due day itself accounts are not late yet
    CASE
        WHEN budget_line.accounts_due_on IS NULL THEN 'no_due_date'
        WHEN budget_line.accounts_due_on >= process.as_of THEN 'not_due_yet'
        WHEN budget_line.accounts_filed_on <= budget_line.accounts_due_on
            AND budget_line.accounts_filed_on <= process.as_of
            THEN 'on_time'
        WHEN budget_line.accounts_filed_on > process.as_of THEN 'not_filed'
        WHEN budget_line.accounts_filed_on > budget_line.accounts_due_on THEN 'late'
        ELSE 'no_filing_noted'
    END AS accounts,
    CAST(ROUND(100 * budget_line.outturn) AS BIGINT) AS cents,
    budget_line.source_id IS NOT NULL AS documented
FROM budget_line
CROSS JOIN process
