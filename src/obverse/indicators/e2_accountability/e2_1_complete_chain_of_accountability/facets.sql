WITH duty_row AS (
    SELECT
        statutory,
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
    SELECT 'named' AS facet, statutory, named AS state FROM duty_row

    UNION ALL

    SELECT 'forum' AS facet, statutory, forum AS state FROM duty_row

    UNION ALL

    SELECT 'inform' AS facet, statutory, inform AS state FROM duty_row

    UNION ALL

    SELECT 'question' AS facet, statutory, question AS state FROM duty_row

    UNION ALL

    SELECT 'consequence' AS facet, statutory, consequence AS state FROM duty_row

    UNION ALL

    SELECT 'redress' AS facet, statutory, redress AS state FROM duty_row

    UNION ALL

    SELECT 'supervision' AS facet, statutory, supervision AS state FROM duty_row

    UNION ALL

    SELECT 'financial_report' AS facet, statutory, financial_report AS state FROM duty_row

    UNION ALL

    SELECT 'core' AS facet, statutory, core AS state FROM duty_row

    UNION ALL

    SELECT 'complete' AS facet, statutory, complete AS state FROM duty_row
)

SELECT
    facet,
    statutory,
    SUM(CASE WHEN state = 1 THEN 1 ELSE 0 END) AS yes,
    SUM(CASE WHEN state = 0 THEN 1 ELSE 0 END) AS no,
    SUM(CASE WHEN state = -1 THEN 1 ELSE 0 END) AS unknown
FROM facet_row
GROUP BY facet, statutory
ORDER BY facet, statutory
