SELECT
    'benefit' AS source_table,
    benefit.row_in_file AS source_row,
    CASE
        WHEN benefit."date" > process.as_of THEN 'after_audit'
        WHEN benefit.amount <= 0 THEN 'no_gain'
    END AS left_out,
    COALESCE(benefit.contribution, benefit.id) AS project,
    COALESCE(benefit.unit, '') AS unit,
    COALESCE(benefit.kind, 'unknown') AS kind,
    CASE
        WHEN benefit."date" < process.start_on THEN 'before'
        WHEN benefit."date" >= process.start_on THEN 'now'
        WHEN benefit."new" THEN 'now'
        WHEN NOT benefit."new" THEN 'before'
        ELSE 'undated'
    END AS era,
    CAST(ROUND(benefit.amount * 100) AS BIGINT) AS hundredths
FROM benefit
CROSS JOIN process
