SELECT
    'service_volume' AS source_table,
    service_period.row_in_file AS source_row,
    CASE
        WHEN service_period.comes_later THEN 'after_audit'
        WHEN service_period.comparison THEN 'comparison'
        WHEN service_period.recipients IS NULL THEN 'recipients_unknown'
        WHEN COALESCE(service_period.eligible, service_period.eligible_low, service_period.eligible_high) IS NULL
            THEN 'eligible_unknown'
        WHEN COALESCE(service_period.eligible, service_period.eligible_high, service_period.eligible_low) <= 0
            OR service_period.recipients < 0
            THEN 'nobody_eligible'
    END AS left_out,
    'service' AS part,
    service_period.service,
    service_period.part_level,
    COALESCE(stakeholder_group.label, service_period.concerned) AS concerned,
    service_period.period_start,
    service_period.before_process,
    service_period.recipients,
    COALESCE(
        service_period.eligible,
        CAST(ROUND((service_period.eligible_low + service_period.eligible_high) * 0.5) AS BIGINT),
        service_period.eligible_low,
        service_period.eligible_high
    ) AS eligible,
    service_period.eligible_low,
    service_period.eligible_high,
    CAST(NULL AS STRING) AS item,
    CAST(NULL AS STRING) AS answer,
    CAST(NULL AS STRING) AS unit,
    CAST(NULL AS BIGINT) AS mass
FROM service_period
LEFT JOIN stakeholder_group ON stakeholder_group.id = service_period.concerned

UNION ALL

SELECT
    'survey_answer' AS source_table,
    item_answer.row_in_file AS source_row,
    CASE
        WHEN item_answer.left_out IS NOT NULL THEN item_answer.left_out
        WHEN item_answer.item = 'indebted' AND (item_answer.degree IS NULL OR item_answer.degree > 4)
            THEN 'not_an_option'
        WHEN item_answer.item = 'not_taken_up'
            AND LOWER(TRANSLATE(item_answer.answer, 'Σİ', 'σi')) NOT IN (
                'not_known', 'not_asked', 'not_received', 'not_offered', 'not_oriented', 'in_debt', 'other',
                'cannot_say'
            )
            THEN 'not_an_option'
    END AS left_out,
    'answer' AS part,
    CAST(NULL AS STRING) AS service,
    CAST(NULL AS BIGINT) AS part_level,
    CAST(NULL AS STRING) AS concerned,
    CAST(NULL AS DATE) AS period_start,
    CAST(NULL AS BOOLEAN) AS before_process,
    CAST(NULL AS BIGINT) AS recipients,
    CAST(NULL AS BIGINT) AS eligible,
    CAST(NULL AS BIGINT) AS eligible_low,
    CAST(NULL AS BIGINT) AS eligible_high,
    item_answer.item,
    LOWER(TRANSLATE(item_answer.answer, 'Σİ', 'σi')) AS answer,
    item_answer.unit,
    item_answer.mass
FROM item_answer
WHERE item_answer.item IN ('indebted', 'not_taken_up')
