WITH duty_row AS (
    SELECT
        statutory,
        statutory_known,
        named, forum, inform, question, consequence, redress, supervision, financial_report,
        CASE
            WHEN 0 IN (named, forum, redress) THEN 0
            WHEN -1 IN (named, forum, redress) THEN -1
            ELSE 1
        END AS core,
        CASE
            WHEN 0 IN (named, forum, inform, question, consequence, redress, supervision, financial_report) THEN 0
            WHEN -1 IN (named, forum, inform, question, consequence, redress, supervision, financial_report) THEN -1
            ELSE 1
        END AS complete
    FROM selected_rows
    WHERE left_out IS NULL AND source_table = 'duty'
),

facet_row AS (
    SELECT 'named' AS facet, statutory, statutory_known, named AS state FROM duty_row

    UNION ALL

    SELECT 'forum' AS facet, statutory, statutory_known, forum AS state FROM duty_row

    UNION ALL

    SELECT 'inform' AS facet, statutory, statutory_known, inform AS state FROM duty_row

    UNION ALL

    SELECT 'question' AS facet, statutory, statutory_known, question AS state FROM duty_row

    UNION ALL

    SELECT 'consequence' AS facet, statutory, statutory_known, consequence AS state FROM duty_row

    UNION ALL

    SELECT 'redress' AS facet, statutory, statutory_known, redress AS state FROM duty_row

    UNION ALL

    SELECT 'supervision' AS facet, statutory, statutory_known, supervision AS state FROM duty_row

    UNION ALL

    SELECT 'financial_report' AS facet, statutory, statutory_known, financial_report AS state FROM duty_row

    UNION ALL

    SELECT 'core' AS facet, statutory, statutory_known, core AS state FROM duty_row

    UNION ALL

    SELECT 'complete' AS facet, statutory, statutory_known, complete AS state FROM duty_row
)

SELECT
    facet,
    statutory,
    SUM(CASE WHEN state = 1 THEN 1 ELSE 0 END) AS yes,
    SUM(CASE WHEN state = 0 THEN 1 ELSE 0 END) AS no,
    SUM(CASE WHEN state = -1 THEN 1 ELSE 0 END) AS unknown,
    SUM(CASE WHEN statutory_known THEN 0 ELSE 1 END) AS unmarked
FROM facet_row
GROUP BY facet, statutory
ORDER BY facet, statutory
