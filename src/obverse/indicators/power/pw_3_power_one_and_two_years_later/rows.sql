WITH turning_point AS (
    SELECT COALESCE(end_on, start_on) AS ended_on, as_of
    FROM process
)

SELECT
    'decision_right' AS source_table,
    decision_right.row_in_file AS source_row,
    CASE
        WHEN decision_right.recorded_on > turning_point.as_of OR decision_right.valid_from > turning_point.as_of
            THEN 'after_audit'
        WHEN decision_right.basis = 'promised' THEN 'only_promised'
        WHEN decision_right.actor_class NOT IN ('associations', 'citizens') THEN 'other_side'
    END AS left_out,
    'right' AS part,
    decision_right.step,
    decision_right.actor_class,
    decision_right.level,
    decision_right.basis = 'practised' AS is_practised,
    NULLIF(decision_right.legal_basis, '-') IS NOT NULL AS is_anchored,
    decision_right.legal_basis IS NULL AS anchor_unknown,
    days_between(turning_point.ended_on, decision_right.valid_from) AS from_day,
    days_between(turning_point.ended_on, decision_right.valid_to) AS to_day,
    days_between(turning_point.ended_on, decision_right.recorded_on) AS recorded_day,
    CAST(NULL AS BIGINT) AS years_after,
    CAST(NULL AS BIGINT) AS cents,
    CAST(NULL AS BIGINT) AS real_cents
FROM decision_right
CROSS JOIN turning_point

UNION ALL

SELECT
    'budget_line' AS source_table,
    budget_line.row_in_file AS source_row,
    CASE
        WHEN budget_line.year > EXTRACT(YEAR FROM turning_point.as_of)
            OR (
                budget_line.year = EXTRACT(YEAR FROM turning_point.as_of)
                AND NOT (
                    EXTRACT(MONTH FROM turning_point.as_of) = 12 AND EXTRACT(DAY FROM turning_point.as_of) = 31
                )
            )
            THEN 'not_over'
        WHEN budget_line.co_managed IS NULL OR NOT budget_line.co_managed THEN 'not_co_managed'
        WHEN budget_line.outturn IS NULL THEN 'no_outturn'
    END AS left_out,
    'money' AS part,
    CAST(NULL AS STRING) AS step,
    CAST(NULL AS STRING) AS actor_class,
    CAST(NULL AS STRING) AS level,
    CAST(NULL AS BOOLEAN) AS is_practised,
    CAST(NULL AS BOOLEAN) AS is_anchored,
    CAST(NULL AS BOOLEAN) AS anchor_unknown,
    CAST(NULL AS BIGINT) AS from_day,
    CAST(NULL AS BIGINT) AS to_day,
    CAST(NULL AS BIGINT) AS recorded_day,
    CAST(budget_line.year - EXTRACT(YEAR FROM turning_point.ended_on) AS BIGINT) AS years_after,
    CAST(ROUND(100 * budget_line.outturn) AS BIGINT) AS cents,
    CAST(ROUND(100 * budget_line.outturn / NULLIF(budget_line.deflator, 0)) AS BIGINT) AS real_cents
FROM budget_line
CROSS JOIN turning_point
