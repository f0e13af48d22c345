-- 1 yes, 0 no, -1 unknown
SELECT
    'duty' AS source_table,
    duty.row_in_file AS source_row,
    CASE WHEN duty.recorded_on > process.as_of THEN 'after_audit' END AS left_out,
    duty.id AS duty,
    COALESCE(duty.statutory, FALSE) AS statutory,
    duty.statutory IS NOT NULL AS statutory_known,
    CASE
        WHEN TRIM(BOTH ' ' FROM duty.final_holders) IN ('-', '–', '—') THEN 0
        WHEN duty.final_holders IS NULL THEN -1
        ELSE 1
    END AS named,
    CASE WHEN duty.forum THEN 1 WHEN NOT duty.forum THEN 0 ELSE -1 END AS forum,
    CASE WHEN duty.inform THEN 1 WHEN NOT duty.inform THEN 0 ELSE -1 END AS inform,
    CASE WHEN duty.question THEN 1 WHEN NOT duty.question THEN 0 ELSE -1 END AS question,
    CASE WHEN duty.consequence THEN 1 WHEN NOT duty.consequence THEN 0 ELSE -1 END AS consequence,
    CASE WHEN duty.redress THEN 1 WHEN NOT duty.redress THEN 0 ELSE -1 END AS redress,
    CASE WHEN duty.supervision THEN 1 WHEN NOT duty.supervision THEN 0 ELSE -1 END AS supervision,
    CASE WHEN duty.financial_report THEN 1 WHEN NOT duty.financial_report THEN 0 ELSE -1 END AS financial_report,
    -1 AS dated
FROM duty
CROSS JOIN process

UNION ALL

SELECT
    'commitment' AS source_table,
    commitment.row_in_file AS source_row,
    CASE WHEN commitment.announced_on > process.as_of THEN 'after_audit' END AS left_out,
    CAST(NULL AS STRING) AS duty,
    FALSE AS statutory,
    FALSE AS statutory_known,
    CASE WHEN commitment.owner IS NULL THEN 0 ELSE 1 END AS named,
    -1 AS forum,
    -1 AS inform,
    -1 AS question,
    -1 AS consequence,
    -1 AS redress,
    -1 AS supervision,
    -1 AS financial_report,
    CASE WHEN commitment.due_on IS NULL THEN 0 ELSE 1 END AS dated
FROM commitment
CROSS JOIN process
